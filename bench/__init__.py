"""What is fast enough, measured beside its limit in the same run. `python -m bench` runs all of it."""
