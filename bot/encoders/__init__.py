"""Sentence encoders, behind the matcher's protocol."""
