"""The candidates of an organisation: its screening interviews, listed, compared, searched and exported."""
