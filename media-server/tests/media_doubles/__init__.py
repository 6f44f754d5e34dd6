"""What stands on the other ends of the media server in its tests: a candidate and a backend-core."""
