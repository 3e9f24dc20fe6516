"""Where Meta keeps what customers send: photos, stickers, voice messages."""

SOURCES = ("https://*.fbcdn.net", "https://*.fbsbx.com", "https://*.cdninstagram.com")
"""As a Content-Security-Policy names them; an address there holds for some days."""
