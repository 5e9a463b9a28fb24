"""Coopérons: the chat bot of a cooperative."""
