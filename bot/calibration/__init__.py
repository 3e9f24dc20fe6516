"""The calibration that ships with the program, and how it is read."""

import json
from importlib.resources import files

from bot.core.matching.prior import Prior


def shipped_prior() -> Prior:
    """What `scripts/fit_prior.py` learned, with the background sentences it learned it with."""
    folder = files(__name__)
    learned = json.loads((folder / "prior.json").read_text("utf-8"))
    return Prior.from_json(json.dumps({**learned, "background": shipped_background()}))


def shipped_background() -> dict[str, tuple[str, ...]]:
    """The same everyday sentences, which no business answers, in several languages."""
    background = json.loads((files(__name__) / "background.json").read_text("utf-8"))
    return {language: tuple(sentences) for language, sentences in background.items()}
