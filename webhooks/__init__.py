"""Meta's wire format, both ways: receiving and speaking."""
