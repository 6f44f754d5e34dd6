"""Judges answers and writes reports."""
