"""Bring the catalogues of the desk's languages up to date with its pages: `python -m scripts.catalogues`.

What is new is added without a translation, what is no longer said is left out, and each catalogue is compiled beside
itself. With `--check` nothing is written, and the exit code is 1 where one is incomplete, stale or not compiled.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from bot.core.decision import REASONS
from bot.core.sending import Hindrance
from bot.desk.tongue import LANGUAGES

ROOT = Path(__file__).parent.parent
DESK = ROOT / "bot" / "desk"
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
"""English is what the pages themselves are written in."""

_METHODS = [("**.py", "python"), ("**.html", "jinja2")]
_KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""
"""Without dates and versions, which would differ each time."""
_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
"""For the compiled files, which must have dates; the same texts are the same bytes."""


def source(language: str) -> Path:
    """The file in which a language is translated."""
    return DESK / "translations" / language / "LC_MESSAGES" / "messages.po"


def compiled(language: str) -> Path:
    """The file that the pages read."""
    return source(language).with_suffix(".mo")


def said() -> Catalog:
    """Everything that the pages say, untranslated."""
    catalog = Catalog()
    for file, line, text, _, _ in extract_from_dir(DESK, _METHODS, keywords=_KEYWORDS):
        catalog.add(text, locations=[(f"bot/desk/{file}", line)])
    for sentence in REASONS.values():
        catalog.add(sentence, locations=[("bot/core/decision.py", 0)])
    for hindrance in Hindrance:
        catalog.add(hindrance.value, locations=[("bot/core/sending.py", 0)])
    return catalog


def read(language: str) -> Catalog:
    """A language as it is translated now; empty where nothing is yet."""
    if not source(language).exists():
        return Catalog(locale=language)
    with source(language).open("rb") as file:
        return read_po(file, locale=language)


def renewed(language: str, everything: Catalog) -> Catalog:
    """A language's translations of what the pages say; what is new, or was only guessed, is empty."""
    known, catalog = read(language), Catalog(locale=language, creation_date=_UNDATED, revision_date=_UNDATED)
    for message in messages(everything):
        was = known.get(message.id)
        string = was.string if was and not was.fuzzy and type(was.id) is type(message.id) else ""
        catalog.add(message.id, string, message.locations, user_comments=was.user_comments if was else ())
    return catalog


def messages(catalog: Catalog) -> Iterator[Message]:
    """All messages but the header."""
    return (message for message in catalog if message.id)


def strings(message: Message) -> list[str]:
    """A translation in each of its plural forms."""
    return list(message.string) if isinstance(message.string, (tuple, list)) else [message.string or ""]


def untranslated(catalog: Catalog) -> list[str]:
    """What has no translation, or lacks one of its plural forms."""
    return [_singular(message) for message in messages(catalog) if not _is_translated(message)]


def written(catalog: Catalog) -> bytes:
    """A catalogue as its file has it: in the order of the English texts, with files but without lines."""
    body = BytesIO()
    write_po(body, catalog, width=120, omit_header=True, sort_output=True, include_lineno=False)
    header = _HEADER.format(language=catalog.locale_identifier, plural_forms=catalog.plural_forms)
    return header.encode() + body.getvalue()


def is_up_to_date(language: str, catalog: Catalog) -> bool:
    """Whether the file has just these messages; versions of Babel may break its lines differently."""
    there = read(language)
    return source(language).exists() and not there.obsolete and _told(there) == _told(catalog)


def is_compiled(language: str, catalog: Catalog) -> bool:
    """Whether the pages read just these translations."""
    if not compiled(language).exists():
        return False
    with compiled(language).open("rb") as file:
        there = read_mo(file)
    return _strings(there) == _strings(catalog) and there.plural_forms == catalog.plural_forms


def problems(language: str, everything: Catalog) -> Iterator[str]:
    """What is wrong with a language, each in a sentence."""
    catalog = renewed(language, everything)
    for text in untranslated(catalog):
        yield f"{language}: not translated: {text}"
    if not is_up_to_date(language, catalog):
        yield f"{language}: {source(language).relative_to(ROOT)} is stale; run: python -m scripts.catalogues"
    elif not is_compiled(language, catalog):
        yield f"{language}: {compiled(language).relative_to(ROOT)} is stale; run: python -m scripts.catalogues"


def renew(language: str, everything: Catalog) -> None:
    """Write a language anew, and compile it."""
    catalog = renewed(language, everything)
    source(language).parent.mkdir(parents=True, exist_ok=True)
    source(language).write_bytes(written(catalog))
    if not is_compiled(language, catalog):
        with compiled(language).open("wb") as file:
            write_mo(file, catalog)


def main() -> int:
    """Renew the catalogues, or check them; tells what is left to do, and answers 1 where that is something."""
    parser = argparse.ArgumentParser(prog="python -m scripts.catalogues", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    checks, everything, left = parser.parse_args().check, said(), 0
    for language in TRANSLATED:
        if not checks:
            renew(language, everything)
        for problem in problems(language, everything):
            sys.stdout.write(f"{problem}\n")
            left += 1
    return 1 if left else 0


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_translated(message: Message) -> bool:
    return all(strings(message))


def _told(catalog: Catalog) -> dict[str, object]:
    return {
        _singular(message): (message.id, message.string, message.fuzzy, {file for file, _ in message.locations})
        for message in messages(catalog)
    }


def _strings(catalog: Catalog) -> dict[str, object]:
    return {_singular(message): message.string for message in messages(catalog) if _is_translated(message)}


if __name__ == "__main__":
    sys.exit(main())
