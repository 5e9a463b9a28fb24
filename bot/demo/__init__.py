"""The try-out: the whole bot over the local network, with a small cooperative that lives in a folder until reset."""
