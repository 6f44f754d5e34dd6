"""Recordings of practice interviews, for their candidate's eyes alone."""
