"""What makes it happen: actors, the clock and the one composition root."""
