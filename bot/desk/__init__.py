"""The desk: the web pages on which people answer."""
