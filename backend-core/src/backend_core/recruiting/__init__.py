"""The screening side: organisations, postings, and the interviews held on them.

`access` and `readers` say who may reach what of it.
"""
