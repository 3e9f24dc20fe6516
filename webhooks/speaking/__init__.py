"""Saying things on Meta's platform: requests to the Graph API, and what its answers mean."""
