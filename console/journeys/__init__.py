"""The pages of the journeys in force: what each does, drawn along its days, and who stands where."""
