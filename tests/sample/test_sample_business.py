"""The sample business is complete, and its labelled messages are fit to measure with."""

import json
import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import TypedDict

import pytest

from bot.content_files import read_content_files, shipped_wording
from bot.core.content.entry import Entry, EntryKind
from bot.core.content.loading import Content, load_content
from bot.core.content.wording import TITLE_LENGTH
from bot.core.pace import QUIET
from bot.core.reception import Reception

FAQ = Path(__file__).parents[2] / "faq"
MESSAGES = Path(__file__).with_name("messages.jsonl")

INSTAGRAM_BYTES = 1000
INTRODUCTION_BYTES = 200
PLACEHOLDER_BYTES = 150  # a whole week's hours, written out
FEWEST_QUESTIONS = 5
FEWEST_MESSAGES = 30


class Message(TypedDict):
    """One line of the labelled messages."""

    text: str
    expect: str | None
    lang: str


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(read_content_files(FAQ), shipped_wording())


@pytest.fixture(scope="module")
def matched(content: Content) -> list[Entry]:
    return [entry for entry in content.entries if entry.kind is not EntryKind.STATEMENT]


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return [json.loads(line) for line in MESSAGES.read_text(encoding="utf-8").splitlines()]


def test_loads_without_a_problem(content: Content) -> None:
    assert [str(problem) for problem in content.problems] == []
    assert content.house.languages == ("da", "sv", "cs", "nl", "en")


def test_somebody_is_there_in_every_hour_of_every_department(content: Content) -> None:
    reception = Reception.of(content)
    days = [date(2026, 11, 23) + timedelta(days=number) for number in range(120)]
    for department in (None, *content.house.departments):
        staffing = reception.staffing(QUIET, department=department)
        assert [day for day in days if staffing.utc_intervals(day) != staffing.hours.utc_intervals(day)] == []


def test_keeps_christmas_each_year_and_black_week_this_year(content: Content) -> None:
    hours = Reception.of(content).hours()
    assert {year: hours.timetable(date(year, 12, 23)) for year in (2026, 2027, 2030)} == dict.fromkeys(
        (2026, 2027, 2030), ((540, 780),)
    )
    assert not any(hours.timetable(date(year, 12, day)) for year in (2026, 2027) for day in (24, 25, 26, 31))
    assert hours.timetable(date(2026, 11, 29)) == ((480, 1200),)
    assert hours.timetable(date(2027, 11, 28)) == ()


def test_opens_late_before_christmas_and_on_maundy_thursday_for_the_cafe_alone(content: Content) -> None:
    reception = Reception.of(content)
    for year, maundy_thursday in ((2026, date(2026, 4, 2)), (2027, date(2027, 3, 25))):
        before_christmas = [date(year, 12, day) for day in range(10, 23)]
        closing = [reception.shop_hours().timetable(day)[-1][1] for day in before_christmas]
        assert closing == [1080 if day.weekday() > 4 else 1200 for day in before_christmas]
        usual = [reception.hours().week[day.weekday()] for day in before_christmas]
        assert [reception.hours().timetable(day) for day in before_christmas] == usual
        assert reception.shop_hours().timetable(maundy_thursday) == ((540, 1020),)
        assert reception.hours().timetable(maundy_thursday) == ()


def test_every_entry_is_answered_in_every_language_of_the_house(content: Content) -> None:
    lacking = {entry.id: set(content.house.languages) ^ set(entry.answer) for entry in content.entries}
    assert {name: languages for name, languages in lacking.items() if languages} == {}


def test_every_matched_entry_is_asked_five_ways_in_every_language(content: Content, matched: list[Entry]) -> None:
    few = {
        (entry.id, language)
        for entry in matched
        for language in content.house.languages
        if len(entry.questions.get(language, ())) < FEWEST_QUESTIONS
    }
    assert few == set()


def test_every_answer_is_said_in_two_ways_or_more(content: Content) -> None:
    alone = [
        (entry.id, language)
        for entry in content.entries
        for language, ways in entry.answer.items()
        if len(set(ways)) < 2
    ]
    assert alone == []


def test_the_sample_is_large_enough_to_visit(content: Content) -> None:
    assert len(content.entries) >= 40
    assert {entry.kind for entry in content.entries} == set(EntryKind)


def test_the_first_question_of_each_language_fits_a_button(matched: list[Entry]) -> None:
    first = [(entry.id, questions[0]) for entry in matched for questions in entry.questions.values()]
    assert [(entry, question) for entry, question in first if len(question) > TITLE_LENGTH] == []


def test_no_question_stands_in_two_entries(matched: list[Entry]) -> None:
    askers: defaultdict[str, set[str]] = defaultdict(set)
    for entry in matched:
        for questions in entry.questions.values():
            for question in questions:
                askers[question.casefold()].add(entry.id)
    assert {question: entries for question, entries in askers.items() if len(entries) > 1} == {}


def test_no_test_of_an_entry_repeats_a_question(matched: list[Entry]) -> None:
    assert {test for entry in matched for test in entry.tests} & _questions(matched) == set()


def test_every_department_is_one_of_the_house(content: Content) -> None:
    named = {entry.department for entry in content.entries if entry.department is not None}
    assert named <= set(content.house.departments)


def test_every_answer_fits_instagram_beside_the_introduction(content: Content) -> None:
    room = INSTAGRAM_BYTES - INTRODUCTION_BYTES
    sizes = {
        (entry.id, language): _longest_bytes(variant)
        for entry in content.entries
        for language, variants in entry.answer.items()
        for variant in variants
    }
    assert {where: size for where, size in sizes.items() if size > room} == {}


def test_every_label_names_an_entry_that_can_be_matched(matched: list[Entry], messages: list[Message]) -> None:
    labels = {message["expect"] for message in messages}
    assert labels == {entry.id for entry in matched} | {None}


def test_labelled_messages_are_held_out_of_the_content(matched: list[Entry], messages: list[Message]) -> None:
    seen = _questions(matched) | {text.casefold() for entry in matched for text in (*entry.tests, *entry.never)}
    assert {message["text"].casefold() for message in messages} & seen == set()


def test_every_language_has_enough_messages_and_a_fair_share_that_nothing_answers(
    content: Content, messages: list[Message]
) -> None:
    total = Counter(message["lang"] for message in messages)
    unanswered = Counter(message["lang"] for message in messages if message["expect"] is None)
    assert set(total) == set(content.house.languages)
    for language in total:
        assert total[language] >= FEWEST_MESSAGES
        assert 0.2 <= unanswered[language] / total[language] <= 0.3


def _questions(entries: list[Entry]) -> set[str]:
    return {question.casefold() for entry in entries for asked in entry.questions.values() for question in asked}


def _longest_bytes(text: str) -> int:
    """The size of an answer in UTF-8 once its placeholders are filled."""
    placeholder = re.compile(r"\{\w+\}")
    return len(placeholder.sub("", text).encode()) + PLACEHOLDER_BYTES * len(placeholder.findall(text))
