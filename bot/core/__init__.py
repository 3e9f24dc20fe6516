"""The pure heart: content, matching, hours, wording, deciding. Imports nothing of ours outside itself."""
