"""The rules of a cooperative, pure: no clock, no database, no network."""
