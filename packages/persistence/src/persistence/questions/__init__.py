"""The question bank, what is found in it, and the plans that are made of it."""
