"""One visual language for every picture: SVG written by pure functions, PNG for the chats."""
