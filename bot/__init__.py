"""What we know, say and promise."""
