"""The machinery between a chat event and its answer."""
