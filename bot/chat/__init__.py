"""The language of chat: addresses, events, messages, actions, and what an adapter is."""
