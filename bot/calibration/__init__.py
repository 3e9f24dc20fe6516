"""The calibration that ships with the program, and how it is read."""

import json
from importlib.resources import files
from typing import Any

from bot.core.matching.prior import Prior


def shipped_prior() -> Prior:
    """What `scripts/fit_prior.py` learned, with the messages it learned it with."""
    return Prior.from_json(json.dumps({**_read("prior.json"), **shipped_messages()}))


def shipped_messages() -> dict[str, Any]:
    """`background`, the same everyday sentences in several languages; `off_topic` and `small_talk`, which are not.

    No business's FAQ answers any of them, but for the small talk.
    """
    elsewhere: dict[str, dict[str, list[str]]] = _read("elsewhere.json")
    messages = {
        kind: [text for texts in by_language.values() for text in texts] for kind, by_language in elsewhere.items()
    }
    return {"background": _read("background.json"), **messages}


def _read(name: str) -> Any:
    return json.loads((files(__name__) / name).read_text("utf-8"))
