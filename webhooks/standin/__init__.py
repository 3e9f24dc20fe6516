"""A local stand-in for Meta: a process of its own that speaks HTTP only."""
