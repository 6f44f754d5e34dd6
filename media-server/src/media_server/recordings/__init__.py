"""Hearing and speaking for candidates without a call: whole recordings in, whole sentences out, for backend-core."""
