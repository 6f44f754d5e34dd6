"""All that is held on a person, for that person, as one ZIP."""
