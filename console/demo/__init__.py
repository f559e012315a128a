"""The demonstration: a generated book of accounts, played in time-lapse through the real processes."""
