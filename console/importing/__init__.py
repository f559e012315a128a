"""The import: CSV files to accounts, contacts, subscriptions and events, by a map that people write."""
