"""The local chat: the try-out in a browser or a terminal, and the network that tests talk on."""
