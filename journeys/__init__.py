"""What should happen: journey definitions, and the pure engine that reads them."""
