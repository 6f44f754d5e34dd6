"""From the candidate's voice to words, and to the moment the answer is over."""
