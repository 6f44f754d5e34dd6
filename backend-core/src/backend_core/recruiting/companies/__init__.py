"""Companies: for whom an organisation hires."""
