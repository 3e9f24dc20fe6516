"""This matcher beside others, on the same messages in one run: `python -m benchmarks`."""
