"""Who and what appears in many tests."""
