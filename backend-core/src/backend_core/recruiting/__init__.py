"""The screening side: organisations, postings, and the interviews held on them."""
