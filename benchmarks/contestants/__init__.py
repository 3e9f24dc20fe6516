"""The matchers that are compared, each behind the same two calls."""
