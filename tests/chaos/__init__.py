"""The fault harness: real processes, real faults, and the provider's own ledger as the witness (`make chaos`)."""
