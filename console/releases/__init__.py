"""The page of what is in force, what was, and what would be: seen by everybody, published by who may."""
