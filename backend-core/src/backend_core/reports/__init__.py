"""Reports on answers."""
