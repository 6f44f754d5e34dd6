"""What a résumé says, found by rules alone: its sections, their entries, and whether its owner changes careers."""
