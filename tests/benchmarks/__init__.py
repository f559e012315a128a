"""What Tenure costs, measured side by side with the bare limit and with peers: `make bench`."""
