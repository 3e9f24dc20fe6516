"""Texts as every encoder can read them."""


def plain_text(text: str) -> str:
    """The text without NUL and lone surrogates, which no model knows and some libraries stop at."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
