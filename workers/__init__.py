"""What makes it happen: actors (`dramatiq workers.actors` runs them), the clock and the one composition root."""
