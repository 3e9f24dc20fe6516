"""The calendar of the coming days as one SVG picture."""
