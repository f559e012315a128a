"""Doors for other people's systems: each checks who speaks, reads what is told, and answers once it is recorded."""
