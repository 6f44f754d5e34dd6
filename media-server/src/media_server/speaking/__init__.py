"""From the interviewer's words to sound, and to the word that sounds now."""
