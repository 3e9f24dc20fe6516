"""What Meta sends us: is it signed, what does it say, and where does it go."""
