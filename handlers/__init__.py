"""What members can do, one folder a feature."""
