"""A stand-in for SendGrid: a real HTTP server with SendGrid's contract, its own ledger, and a script of faults."""
