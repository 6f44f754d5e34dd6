"""Word lists as they are read."""


def word_set(text: str) -> frozenset[str]:
    """The words of `text`, which holds them apart by white space."""
    return frozenset(text.split())
