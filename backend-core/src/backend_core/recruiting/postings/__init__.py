"""Job postings and the versions of what everybody on one is asked."""
