"""How much text there is room for, in a font that nobody knows beforehand."""

_WIDTH_OF_A_LETTER = 0.58  # of the font's size, rather more than most


def width_of(text: str, size: float) -> float:
    """About how wide a text is."""
    return len(text) * size * _WIDTH_OF_A_LETTER


def fitting(name: str, width: float, size: float) -> str:
    """As much of a name as there is room for: all, the first word, the first letters."""
    first = name.split(" ", maxsplit=1)[0]
    return name if width_of(name, size) <= width else cut(first, width, size)


def cut(text: str, width: float, size: float) -> str:
    """The beginning of a text that is too long."""
    if width_of(text, size) <= width:
        return text
    room = max(0, int(width / width_of("m", size)))
    return f"{text[: room - 1].rstrip()}…" if room > 2 else text[:room]
