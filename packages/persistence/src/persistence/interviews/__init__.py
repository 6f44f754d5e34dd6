"""What an interview leaves behind: answers, corrections, delivery, recordings and reports."""
