"""The interviewer's words, spoken ahead of their interview."""
