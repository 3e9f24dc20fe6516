"""An Incoming as JSON text, for its row."""

import json
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from bot.core.incoming import Attachment, Channel, Control, Incoming, Kind, Surface

_MOMENTS = ("occurred_at", "watermark")


def incoming_to_json(incoming: Incoming) -> str:
    """The item as JSON; what has its default is left out."""
    defaults = {field.name: field.default for field in fields(incoming)}
    values = {name: value for name, value in asdict(incoming).items() if value != defaults[name]}
    return json.dumps(values, ensure_ascii=False, default=datetime.isoformat)


def incoming_from_json(text: str) -> Incoming:
    """The item that was written."""
    values: dict[str, Any] = json.loads(text)
    for name in _MOMENTS:
        if name in values:
            values[name] = datetime.fromisoformat(values[name])
    if "control" in values:
        values["control"] = Control(values["control"])
    return Incoming(
        **values
        | {
            "channel": Channel(values["channel"]),
            "surface": Surface(values["surface"]),
            "kind": Kind(values["kind"]),
            "attachments": tuple(Attachment(**attachment) for attachment in values.get("attachments", ())),
            "delivered": tuple(values.get("delivered", ())),
        }
    )
