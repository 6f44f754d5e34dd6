"""Pictures of faces: looked at, described in a few numbers, forgotten."""
