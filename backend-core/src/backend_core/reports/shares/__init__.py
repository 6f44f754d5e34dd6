"""Links by which candidates show others the report of a practice interview."""
