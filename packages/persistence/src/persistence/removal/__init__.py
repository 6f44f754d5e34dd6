"""What goes: interviews and accounts that are erased, again after a restore, and what has served its purpose."""
