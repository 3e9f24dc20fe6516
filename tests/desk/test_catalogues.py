"""What the pages say in each language. Where this fails after a text was changed: `python -m scripts.catalogues`."""

import gettext
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import ClassVar

import pytest
from babel.messages.catalog import Catalog, Message

from bot import people
from bot.core.conversation import Priority, Way
from bot.desk.tongue import LANGUAGES
from bot.store.database import Database
from bot.store.users import Role, set_language
from scripts.catalogues import DESK, TRANSLATED, compiled, messages, problems, read, said, strings
from tests.casts.colleague import BY_METTE, COLLEAGUES, HOUR, SEAL, Colleague
from tests.casts.desk import DeskClient, desk_app
from tests.casts.happenings import NOON
from tests.desk.test_every_route import rules

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
_JINJA = re.compile(r"{% block body_class %}.*?{% endblock %}|{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
_NAMES = {"Svartid"}
"""What is called the same in each language."""


@cache
def everything() -> Catalog:
    return said()


@pytest.mark.parametrize("language", TRANSLATED)
def test_all_that_the_pages_say_is_translated_and_compiled_and_nothing_else(language: str) -> None:
    assert list(problems(language, everything())) == []


def test_a_sentence_that_nobody_has_translated_is_told() -> None:
    more = said()
    more.add("Nobody has translated this.")

    told = list(problems("da", more))
    assert "da: not translated: Nobody has translated this." in told
    assert [problem for problem in told if "messages.po is stale" in problem]


def test_a_translation_of_what_is_no_longer_said_is_told() -> None:
    less = said()
    less.delete("Send")

    assert [problem for problem in problems("cs", less) if "messages.po is stale" in problem]


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_translation_has_the_placeholders_of_its_text(language: str) -> None:
    differ = [
        (text, translation)
        for message in messages(read(language))
        for text, translation in _pairs(message)
        if _placeholders(text) != _placeholders(translation)
    ]

    assert differ == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_ends_as_its_text_does(language: str) -> None:
    differ = [
        (text, translation)
        for message in messages(read(language))
        for text, translation in _pairs(message)
        if _end(text) != _end(translation)
    ]

    assert differ == []


@pytest.mark.parametrize("template", sorted(DESK.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_says_anything_that_is_not_in_the_catalogues(template: Path) -> None:
    reader = _Reader()
    reader.feed(_JINJA.sub("", template.read_text()))

    assert [words for words in reader.said if re.search(r"[^\W\d_]{2}", words) and words not in _NAMES] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_in_every_language_and_says_nothing_in_english(
    language: str, database: Database, tmp_path: Path
) -> None:
    app = desk_app(database, tmp_path, clock=lambda: NOON)
    visitor = DeskClient(app, database).log_in(Role.ADMIN)
    a_busy_day(database)
    with database.writing() as connection:
        set_language(connection, Role.ADMIN, language)
    foreign = _only_english(language)
    opened = 0
    for rule, address, _ in rules(app):
        if "GET" not in (rule.methods or ()):
            continue
        page = visitor.get(address)
        if not page.content_type.startswith("text/html") or page.status_code >= 300:
            continue
        reader = _Reader()
        reader.feed(page.get_data(as_text=True))
        assert [words for words in reader.said if words in foreign] == [], address
        assert reader.language in {language, None}, address  # None: a part of a page
        opened += 1
    assert opened > 8


def a_busy_day(database: Database) -> None:
    """One conversation in which much has happened, and others."""
    colleague = Colleague(database)
    one, other, third = colleague.waits(), colleague.waits("bo"), colleague.waits("carl")
    colleague.draft(one)
    colleague.answer(other)
    with database.writing() as connection:
        people.leave_note(connection, SEAL, one, "Hun ringer selv.", colleagues=COLLEAGUES, **BY_METTE)
        people.label(connection, one, "kage", **BY_METTE)
        people.label_customer(connection, one, "ambassadør", **BY_METTE)
        people.assign(connection, one, "jonas", **BY_METTE)
        people.set_priority(connection, one, Priority.URGENT, **BY_METTE)
        people.continue_elsewhere(connection, SEAL, one, Way.PHONE, "12 34 56 78", consent="bad om det", **BY_METTE)
        people.snooze(connection, other, NOON + 48 * HOUR, **BY_METTE)
        people.close(connection, third, people.CloseReason.SPAM, **BY_METTE)


def _only_english(language: str) -> set[str]:
    """What a page in that language says otherwise, and does not say in another sense."""
    if language == "en":
        return set()
    with compiled(language).open("rb") as file:
        translated = gettext.GNUTranslations(file).gettext
    texts = {text for message in messages(everything()) for text in _texts(message)}
    return texts - {translated(text) for text in texts}


def _texts(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _pairs(message: Message) -> Iterator[tuple[str, str]]:
    texts = _texts(message)
    for number, string in enumerate(strings(message)):
        if string:
            yield texts[min(number, len(texts) - 1)], string


def _placeholders(text: str) -> Counter[str]:
    return Counter(_PLACEHOLDER.findall(text))


def _end(text: str) -> str:
    return text[-1] if text[-1] in ".:?!…" else ""


class _Reader(HTMLParser):
    """Reads what people read: text, and the attributes that are told."""

    _TOLD: ClassVar[set[str]] = {"title", "aria-label", "placeholder", "alt"}
    _CODE: ClassVar[set[str]] = {"script", "style", "code", "kbd", "pre"}

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.language: str | None = None
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "html":
            self.language = told.get("lang")
        if tag in self._CODE:
            self._inside.append(tag)
        self.said += [value for name, value in told.items() if name in self._TOLD and value]

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words and not self._inside:
            self.said.append(words)
