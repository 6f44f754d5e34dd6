"""What people make of a screening interview: blind first, then beside what the machine made of it."""
