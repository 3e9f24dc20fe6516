"""Our own sentences as a customer may read them: which variant it is says nothing."""

from itertools import product

from bot.content_files import shipped_wording
from bot.core.content.placeholders import PLACEHOLDER
from bot.core.content.wording_file import read_wording

SHIPPED, _ = read_wording(shipped_wording())


def variants(*keys: str, language: str = "da", **values: str) -> tuple[str, ...]:
    """Every way to say these sentences one after the other, with their placeholders filled."""
    told = product(*(SHIPPED.texts(key, language) for key in keys))
    return tuple(PLACEHOLDER.sub(lambda name: values[name[1]], " ".join(texts)) for texts in told)
