"""How a practice candidate came across. The only code, besides erasure, that may touch the delivery tables."""
