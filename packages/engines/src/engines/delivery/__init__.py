"""How a practice candidate came across, on the 40–100 coaching scale: formulae, no model and no state."""
