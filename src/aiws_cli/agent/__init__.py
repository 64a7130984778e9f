"""The conversation: what kind of request this is, the turn loop, sessions."""
