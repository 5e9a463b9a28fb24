"""The networks people talk on, one folder each."""
