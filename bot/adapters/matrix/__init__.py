"""Matrix, through the client-server API: matrix-nio for encryption, with a connection and a loop of our own."""
