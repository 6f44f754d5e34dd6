"""What candidates may do about their data: read how a result came about, object, withdraw, be counted fairly."""
