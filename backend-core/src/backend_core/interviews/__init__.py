"""Interviews: the plan, the state machine, the turns."""
