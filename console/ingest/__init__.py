"""The ingest API: what products, billing and support tell us, in the words of the Segment spec."""
