"""The garbage collector. While it looks at all objects the process answers nobody: 0.1 s for those of a service."""

import gc


def exempt_loaded() -> None:
    """Take what is loaded by now, above all modules and routes, out of later collections: a service keeps it anyway."""
    gc.collect()
    gc.freeze()
