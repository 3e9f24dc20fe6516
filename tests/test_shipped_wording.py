"""Our own sentences: complete in every language, alike in what they hold, and as customers read them.

What customers read stands in `tests/sentences/`, one file per language, to be read by people who speak it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from functools import partial
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.content_files import shipped_wording
from bot.core import composing
from bot.core.content.house import Address, Holidays, HoursException, House, Voice, Week, Within
from bot.core.content.placeholders import placeholders_in
from bot.core.content.wording_file import read_wording
from bot.core.conversation import Conversation, State
from bot.core.cutting import Phrases
from bot.core.hours import OpeningHours
from bot.core.incoming import Channel
from bot.core.person_request import asks_for_person
from bot.core.promise import Promise, make_promise
from bot.core.reception import Reception
from bot.core.rota import Rota, Staffing
from bot.core.saying import say_at, say_by, say_hours_today, say_hours_week

LANGUAGES = ("cs", "da", "de", "en", "nb", "nl", "sv")
SENTENCES = Path(__file__).parent / "sentences"
SHIPPED, PROBLEMS = read_wording(shipped_wording())
TIMES, _ = read_wording({"times.yaml": shipped_wording()["times.yaml"]})
TIME_KEYS = frozenset(TIMES.sentences["da"])
READING, _ = read_wording({"reading.yaml": shipped_wording()["reading.yaml"]})
ROWS = {"on_weekday": {7}, "on_date": {7}, "clock": {1, 25}, "clock_minutes": {1, 24}}
ROWS |= {"time": {1, 25}, "time_minutes": {1, 24}, "at_time": {1, 25}, "at_time_minutes": {1, 24}}
TIMED = {
    f"{topic}_{state}"
    for topic in ("handover", "person", "follow_up", "rest")
    for state in ("open", "closed", "no_time")
}
SAID = TIMED | {
    "disclosure",
    "disclosure_nameless",
    "other_way",
    "write_again",
    "rest_write_again",
    "still",
    "still_no_time",
    "still_write_again",
    "late",
    "busy",
    "apology",
    "clarify",
    "helped_thanks",
    "welcome",
    "welcome_nameless",
}
BUTTONS = {"clarify_other": 20, "helped_yes": 20, "helped_no": 20, "menu_person": 30}
"""What stands on a button, where it had better read the same each time, and how many characters show."""
PHRASES = {"person_requests", "person_not_requests", *READING.sentences["da"]}
# Only words that tell. Swedish and Norwegian address nobody formally, and English only leaves what is chatty.
FAMILIAR = {
    "cs": r"ti|tě|tebe|tobě|tvé|tvou|tvůj|tvoje|\w+[aeií]š",
    "da": r"du|dig|din|dit|dine",
    "de": r"du|dir|dich|dein\w*",
    "en": r"\w+['’]\w+|hi|sure|thanks|ok|okay",
    "nb": r"du|deg|din|di|ditt|dine",
    "nl": r"je|jij|jou|jouw",
    "sv": r"du|dig|din|ditt|dina",
}
POLITE = {
    "cs": r"vám|vás|vámi|vaš\w+|\w+[eíě]te|\w+šte",
    "da": r"De|Dem|Deres",
    "de": r"Sie|Ihnen|Ihr\w*",
    "en": r"sir|madam|regret|kindly",
    "nb": r"De|Dem|Deres",
    "nl": r"u|uw",
    "sv": r"ni|er|ert|era",
}
SHUT = {
    "cs": r"zavřen\w*|otevř\w*",
    "da": r"lukke\w*|åb\w*",
    "de": r"geschlossen|geöffnet|öffn\w*",
    "en": r"closed|closing|shut|open\w*",
    "nb": r"steng\w*|åp\w*",
    "nl": r"gesloten|dicht|open\w*",
    "sv": r"stäng\w*|öpp\w*",
}
GENDERED = r"jsem|bych|abych|jsi|jste|bys|byste|abys|abyste|rád|ráda"
NEIGHBOURS = (  # sentences that a customer may read one after the other
    *(
        ("disclosure", key)
        for key in (*sorted(TIMED), "still", "write_again", "welcome", "clarify", "helped_thanks", "apology")
    ),
    *((key, extra) for key in (*sorted(TIMED), "still", "still_no_time") for extra in ("busy", "other_way")),
    *product(("late", "apology"), ("follow_up_open", "follow_up_closed", "follow_up_no_time", "write_again")),
    ("disclosure_nameless", "welcome_nameless"),
    ("busy", "other_way"),
)


def texts_of(language: str, key: str) -> tuple[str, ...]:
    return tuple(text for address in Address for text in SHIPPED.texts(key, language, address))


def sentence_keys(language: str) -> list[str]:
    return sorted(SHIPPED.sentences[language].keys() - TIME_KEYS - PHRASES)


def test_can_be_read() -> None:
    assert PROBLEMS == []
    assert SHIPPED.languages == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_key(language: str) -> None:
    assert SHIPPED.lacking(language) == ()
    assert set(sentence_keys(language)) == SAID | BUTTONS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_tells_how_its_messages_are_taken_apart(language: str) -> None:
    rows = READING.sentences[language]
    assert rows.keys() == {row.name for row in fields(Phrases)}
    assert all(rows.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_variant_of_a_sentence_has_the_same_placeholders(language: str) -> None:
    for key in sentence_keys(language):
        expected = placeholders_in(SHIPPED.one(key, "da"))
        assert {placeholders_in(text) for text in texts_of(language, key)} == {expected}, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_times_have_the_same_placeholders_unless_each_hour_has_its_text(language: str) -> None:
    for key in TIME_KEYS:
        expected = placeholders_in(SHIPPED.one(key, "da"))
        found = [placeholders_in(text) for text in texts_of(language, key)]
        if len(SHIPPED.texts(key, language)) > 7:
            assert all(names <= expected for names in found), key
        else:
            assert set(found) == {expected}, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_have_a_text_for_every_day_or_hour(language: str) -> None:
    for key in TIME_KEYS:
        for address in Address:
            assert len(SHIPPED.texts(key, language, address)) in ROWS.get(key, {1}), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_have_variants_so_that_they_do_not_sound_canned(language: str) -> None:
    for key, address in product(SAID, Address):
        variants = SHIPPED.texts(key, language, address)
        assert len(set(variants)) == len(variants) >= 3, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_variants_begin_in_different_ways(language: str) -> None:
    for key, address in product(SAID, Address):
        variants = SHIPPED.texts(key, language, address)
        assert len({tuple(_words(text)[:3]) for text in variants}) == len(variants), (key, address)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_that_meet_do_not_repeat_each_other(language: str) -> None:
    for (first, second), address in product(NEIGHBOURS, Address):
        for before, after in product(SHIPPED.texts(first, language, address), SHIPPED.texts(second, language, address)):
            assert not _runs(before) & _runs(after), f"{before} {after}"


def _words(text: str) -> list[str]:
    return re.findall(r"[\w’'{}]+", text.lower())


def _runs(text: str) -> set[tuple[str, ...]]:
    """Every three words in a row."""
    words = _words(text)
    return set(zip(words, words[1:], words[2:], strict=False))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_begin_with_a_capital_and_end_with_a_full_stop_or_their_placeholder(language: str) -> None:
    for key in SAID:
        for text in texts_of(language, key):
            assert text[0].isupper(), text
            assert text.endswith((".", "?", "!", "{contact}")), text
            assert not re.search(r"\s\s|\s[.,?!]|\.\.|['\"]\w+['\"]", text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_on_a_button_fits_there(language: str) -> None:
    for key, longest in BUTTONS.items():
        assert all(0 < len(text.encode("utf-16-le")) <= 2 * longest for text in texts_of(language, key)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menus_way_to_a_person_also_reads_as_asking_for_one(language: str) -> None:
    requests, exceptions = SHIPPED.texts("person_requests", language), SHIPPED.texts("person_not_requests", language)
    assert asks_for_person(SHIPPED.one("menu_person", language), requests, unless=exceptions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_addressed_in_two_ways(language: str) -> None:
    for key in sorted(TIME_KEYS | SAID | BUTTONS.keys()):
        for text in SHIPPED.texts(key, language, Address.FORMAL):
            assert not re.search(rf"\b({FAMILIAR[language]})\b", text, re.IGNORECASE), text
        for text in SHIPPED.texts(key, language, Address.INFORMAL):
            assert not re.search(rf"\b({POLITE[language]})\b", text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_says_that_the_shop_is_closed_when_only_the_desk_is(language: str) -> None:
    for key in sorted(SAID):
        for text in texts_of(language, key):
            assert not re.search(rf"\b({SHUT[language]})\b", text, re.IGNORECASE), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_sorry_does_not_cheer(language: str) -> None:
    for text in (*texts_of(language, "apology"), *texts_of(language, "late")):
        assert "!" not in text, text


def test_czech_never_declines_the_houses_name() -> None:
    for key in sorted(SAID):
        for text in texts_of("cs", key):
            before = re.findall(r"(\w+) \{house\}", text.lower())
            assert set(before) <= {"stránka", "stránku", "stránce", "stránky", "tady"}, text
            assert len(before) == text.count("{house}"), text


def test_czech_leaves_open_whether_a_man_or_a_woman_writes_or_reads() -> None:
    for key in sorted(SAID):
        for text in texts_of("cs", key):
            assert not re.search(rf"\b({GENDERED})\b", text, re.IGNORECASE), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_alone_asks_for_a_person(language: str) -> None:
    phrases = SHIPPED.texts("person_requests", language)
    every = [phrase for spoken in LANGUAGES for phrase in SHIPPED.texts("person_requests", spoken)]
    exceptions = [phrase for spoken in LANGUAGES for phrase in SHIPPED.texts("person_not_requests", spoken)]
    assert len(phrases) >= 15
    for phrase in phrases:
        said = " ".join(slot.split("/")[0] for slot in phrase.split())
        assert asks_for_person(said, every, unless=exceptions), said


# What customers read

TIMES_TOLD = (  # each way in which a time is said, on Tuesday 10 November at noon
    *(f"2026-11-{moment}" for moment in ("10 14:00", "10 14:30", "11 00:00", "11 01:00", "11 10:00", "11 12:00")),
    *(f"2026-11-{day} 09:00" for day in range(12, 19)),
    *(f"2026-11-{day} 15:30" for day in range(12, 24)),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_takes_every_time(language: str) -> None:
    now = at("2026-11-10 12:00")
    for key, address in product(sentence_keys(language), Address):
        for text, moment in product(SHIPPED.texts(key, language, address), map(at, TIMES_TOLD)):
            said = [
                tell(moment, now=now, language=language, address=address, wording=SHIPPED, timezone=COPENHAGEN)
                for tell in (say_by, say_at)
            ]
            whole = _fill(text, dict(zip(("reply_by", "next_opening"), said, strict=True)))
            assert not re.search(r"\b(\w+) \1\b|\s\s|\s[.,?!]|,[.,?!]|\.\.", whole), whole


COPENHAGEN = ZoneInfo("Europe/Copenhagen")
WEEK: Week = (((540, 1020),),) * 4 + (((540, 720), (750, 960)),) + ((),) * 2
CLOSED: Week = ((),) * 7
CHRISTMAS = HoursException(date(2026, 12, 23), date(2026, 12, 23), (((540, 780),),) * 7, {"da": "lillejuleaften"})
BREAK = HoursException(date(2026, 11, 28), date(2026, 12, 6), CLOSED)
HOURS = OpeningHours(COPENHAGEN, WEEK, Holidays("DK", categories=("public", "optional")), (CHRISTMAS, BREAK))
STAFFING = Staffing(HOURS, Rota(COPENHAGEN, ()))

PROMISES = (  # what, said when, by which sentence
    ("today", "2026-11-25 09:20", "handover_open"),
    ("today, half past", "2026-11-25 10:07", "handover_open"),
    ("tomorrow", "2026-11-25 19:00", "handover_closed"),
    ("on Monday", "2026-11-20 18:00", "person_closed"),
    ("in ten days", "2026-11-27 18:00", "follow_up_closed"),
    ("from before Christmas", "2026-12-23 12:30", "handover_open"),
    ("on Christmas Eve", "2026-12-24 10:00", "handover_closed"),
    ("across New Year", "2026-12-30 18:00", "person_closed"),
    ("the rest, today", "2026-11-25 09:20", "rest_open"),
    ("the rest, tomorrow", "2026-11-25 19:00", "rest_closed"),
)
OPENINGS = (
    ("before opening", "2026-11-27 08:00"),
    ("before lunch", "2026-11-27 10:00"),
    ("in the break", "2026-11-27 12:10"),
    ("after closing", "2026-11-24 18:00"),
    ("on a Sunday", "2026-11-22 12:00"),
    ("when away", "2026-11-28 12:00"),
    ("on an exception", "2026-12-23 08:00"),
    ("on a holiday", "2026-12-25 12:00"),
)
WE_ARE_OPEN = {
    "cs": "Máme otevřeno {}.",
    "da": "Vi har åbent {}.",
    "de": "Geöffnet ist {}.",
    "en": "We are open {}.",
    "nb": "Vi har åpent {}.",
    "nl": "We zijn open {}.",
    "sv": "Vi har öppet {}.",
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


def _fill(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _promises(language: str, address: Address) -> Iterator[str]:
    for what, moment, key in PROMISES:
        now = at(moment)
        promise = make_promise(STAFFING, Within(minutes=120), now=now, customer_wrote_at=now, human_agent=False)
        assert promise.by is not None
        assert promise.open_now == key.endswith("_open")
        by = say_by(promise.by, now=now, language=language, address=address, wording=SHIPPED, timezone=COPENHAGEN)
        yield f"{what} ({now:%a %d %b %H:%M}): {_fill(SHIPPED.one(key, language, address), {'reply_by': by})}"


def _apologised(promise: Promise, reception: Reception, waiting: Conversation, now: datetime) -> str:
    """The apology before the time at which a person answers."""
    sorry = composing.apology(reception, waiting, now)
    topic = composing.Topic.FOLLOW_UP
    return composing.hand_over(promise, reception, waiting, now, topic=topic, acknowledgement=sorry)


def _introduced(promise: Promise, reception: Reception, waiting: Conversation, now: datetime) -> str:
    return composing.introduced(composing.hand_over(promise, reception, waiting, now), reception, waiting, now)


def _welcomed(_: Promise, reception: Reception, waiting: Conversation, now: datetime) -> str:
    return composing.introduced(composing.welcome(reception, waiting, now), reception, waiting, now)


PERSON = partial(composing.hand_over, topic=composing.Topic.PERSON)
REST = partial(composing.hand_over, topic=composing.Topic.REST)
NOTICES: tuple[tuple[str, Callable[..., str], str, str, dict[str, bool]], ...] = (  # on Friday 20 November
    ("the first thing read", _introduced, "10:00", "2026-11-20 14:30", {}),
    ("the first thing read, in the evening", _introduced, "18:00", "2026-11-23 10:00", {}),
    ("welcome", _welcomed, "10:00", "", {}),
    ("a person", PERSON, "10:00", "2026-11-20 14:30", {"busy": True}),
    ("a person, another way", PERSON, "18:00", "2026-11-23 10:00", {"beyond_window": True, "contact": True}),
    ("a person, no time, another way", PERSON, "10:00", "", {"contact": True}),
    ("the rest", REST, "10:00", "2026-11-20 14:30", {"busy": True}),
    ("the rest, another way", REST, "18:00", "2026-11-30 10:00", {"beyond_window": True, "contact": True}),
    ("the rest, write again", REST, "18:00", "2026-11-23 10:00", {"beyond_window": True}),
    ("apology", _apologised, "10:00", "2026-11-20 14:30", {}),
    ("apology, in the evening", _apologised, "18:00", "2026-11-23 10:00", {}),
    ("apology, no time, another way", _apologised, "10:00", "", {"contact": True}),
    ("apology, write again", _apologised, "18:00", "2026-11-23 10:00", {"beyond_window": True}),
    ("busy", composing.hand_over, "10:00", "2026-11-20 14:30", {"busy": True}),
    ("busy, tomorrow", composing.hand_over, "08:00", "2026-11-23 12:00", {"busy": True}),
    ("still today", composing.still, "10:00", "2026-11-20 14:30", {}),
    ("still tomorrow", composing.still, "10:00", "2026-11-21 10:00", {}),
    ("still on Monday", composing.still, "18:00", "2026-11-23 10:00", {}),
    ("still in ten days", composing.still, "10:00", "2026-11-30 16:00", {}),
    ("still, another way", composing.still, "18:00", "2026-11-23 10:00", {"beyond_window": True, "contact": True}),
    ("still, write again", composing.still, "18:00", "2026-11-23 10:00", {"beyond_window": True}),
    ("still, as a person said", composing.still, "18:00", "2026-11-25 12:00", {"beyond_window": True, "held": True}),
    ("late today", composing.late, "10:00", "2026-11-20 14:30", {"busy": True}),
    ("late on Monday", composing.late, "18:00", "2026-11-23 10:00", {}),
    ("late, no time", composing.late, "10:00", "", {}),
    ("late, another way", composing.late, "18:00", "2026-11-23 10:00", {"beyond_window": True, "contact": True}),
    ("late, write again", composing.late, "18:00", "2026-11-23 10:00", {"beyond_window": True}),
)


def _notices(language: str, address: Address) -> Iterator[str]:
    for what, compose, clock, by, facts in NOTICES:
        now = at(f"2026-11-20 {clock}")
        promise = Promise(
            by=at(by) if by else None,
            open_now=clock == "10:00",
            opens=at("2026-11-23 09:00"),
            beyond_window=facts.get("beyond_window", False),
            busy=facts.get("busy", False),
        )
        house = House(
            name="Café Norden",
            languages=(language,),
            timezone=COPENHAGEN,
            voice={language: Voice(address)},
            contact={"": "hej@cafenorden.example"} if facts.get("contact") else {},
        )
        state = State.PERSON if facts.get("held") else State.WAITING
        for turn in range(3):
            waiting = Conversation(Channel.MESSENGER, "page", language=language, state=state, turn=turn)
            yield f"{what}: {compose(promise, Reception(house, SHIPPED), waiting, now)}".replace("\n", " ⏎ ")


def _openings(language: str, address: Address) -> Iterator[str]:
    for what, moment in OPENINGS:
        said = say_hours_today(HOURS, at(moment), language=language, address=address, wording=SHIPPED)
        yield f"{what} ({at(moment):%a %d %b %H:%M}): {WE_ARE_OPEN[language].format(said)}"
    for moment in ("2026-11-10 12:00", "2026-12-21 12:00"):
        said = say_hours_week(HOURS, at(moment), language=language, address=address, wording=SHIPPED)
        yield f"the week ({at(moment):%a %d %b}): {said}."


def _every_sentence(language: str, address: Address) -> Iterator[str]:
    now, today, tomorrow, monday = (
        at("2026-11-10 12:00"),
        *map(at, ("2026-11-10 14:30", "2026-11-11 10:00", "2026-11-16 09:00")),
    )
    by_today = say_by(today, now=now, language=language, address=address, wording=SHIPPED, timezone=COPENHAGEN)
    by_tomorrow = say_by(tomorrow, now=now, language=language, address=address, wording=SHIPPED, timezone=COPENHAGEN)
    opens = say_at(monday, now=now, language=language, address=address, wording=SHIPPED, timezone=COPENHAGEN)
    values = {"house": "Café Norden", "contact": "hej@cafenorden.example", "next_opening": opens}
    for key in sentence_keys(language):
        for text in SHIPPED.texts(key, language, address):
            by = by_today if key.endswith("_open") else by_tomorrow
            yield f"{key}: {_fill(text, values | {'reply_by': by})}"


def _page(language: str) -> str:
    """All that customers of one language read, in each way of addressing them."""
    parts = []
    for address in Address:
        parts += [f"# Promises, {address}", *_promises(language, address), ""]
        parts += [f"# Notices, {address}", *_notices(language, address), ""]
        parts += [f"# Every sentence, {address}", *_every_sentence(language, address), ""]
        parts += [f"# Opening hours, {address}", *_openings(language, address), ""]
    return "\n".join(parts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_customers_read(language: str) -> None:
    assert _page(language) == (SENTENCES / f"{language}.txt").read_text(encoding="utf-8")
