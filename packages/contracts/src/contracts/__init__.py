"""What the services say to each other: every payload, name and error that crosses a process boundary.

Imports Pydantic and the standard library only, so that any process can afford it.
"""
