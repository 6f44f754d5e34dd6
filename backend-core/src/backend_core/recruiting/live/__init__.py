"""Watching the interviews of a posting while they are held."""
