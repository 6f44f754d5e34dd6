"""How programs of an organisation read from the platform, and what the platform tells them."""
