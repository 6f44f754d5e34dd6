"""The question bank and the plan of an interview."""
