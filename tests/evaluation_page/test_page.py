"""The page as its reader and their browser get it."""

from collections import Counter
from collections.abc import Sequence
from html.parser import HTMLParser

from bot.core.content.house import House
from bot.core.content.loading import Content
from bot.core.content.wording import Wording
from bot.evaluation import evaluate
from bot.evaluation_page.page import Subject, render
from bot.labelled import LabelledMessage
from tests.casts.bank import CAFE, entry
from tests.casts.encoder import WordEncoder

EVIL = '<script>alert(1)</script> <img src="//x.test/a.png" onerror=alert(1)> when open'
RIGHT_TO_LEFT = "\u202eיצ ןכ when are you open"
VOID = {"meta", "br", "img", "link"}


class Outline(HTMLParser):
    """What a page is made of; fails where an element is not closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.attributes += attrs
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "


def page(messages: Sequence[tuple[str, str | None]], *, house: str = "Café Norden") -> str:
    labelled = [LabelledMessage(text, expect) for text, expect in messages]
    entries = (*CAFE, entry("odd", "<b>Is</b> this & that odd?"))
    content = Content(House(), entries, Wording(), ())
    evaluation, judged = evaluate(content, labelled, WordEncoder(), progress=lambda line: None)
    return render(Subject(house, "faq", "messages.jsonl", entries, 0.9), evaluation, labelled, judged)


def words(outline: Outline) -> str:
    return " ".join(outline.text.split())


def test_nothing_a_stranger_typed_becomes_part_of_the_page() -> None:
    shown = Outline(
        page(
            [(EVIL, "dogs"), ("<b>Is</b> this & that odd?", "hours"), ("Is this & that", "<svg onload=alert(1)>")],
            house="<script>",
        )
    )
    assert shown.elements["script"] == shown.elements["img"] == shown.elements["b"] == 0
    assert shown.elements["svg"] == 2
    assert not [name for name, _ in shown.attributes if name.startswith("on")]
    assert EVIL in shown.text


def test_nothing_is_fetched_and_nothing_is_run() -> None:
    shown = Outline(page([(EVIL, None), ("Are dogs allowed?", "dogs")]))
    links = {value for name, value in shown.attributes if name in {"href", "src", "srcset", "data", "action"}}
    assert links <= {"#wrong", "#uncalled", "#mixed", "#missed"}
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in shown.attributes
    assert "@import" not in shown.text
    assert "url(http" not in shown.text


def test_every_link_leads_somewhere_and_no_id_is_used_twice() -> None:
    shown = Outline(page([("Are dogs allowed?", "dogs"), ("who won", None)]))
    names = [value for name, value in shown.attributes if name == "id"]
    assert len(names) == len(set(names))
    for name, value in shown.attributes:
        if name == "href":
            assert value is not None
            assert value.removeprefix("#") in names
        if name == "aria-labelledby":
            assert value is not None
            assert set(value.split()) <= set(names)


def test_pictures_are_told_in_words_and_tables_have_captions() -> None:
    shown = Outline(page([("Are dogs allowed?", "dogs"), ("vegan dog", "vegan"), ("who won", None)]))
    assert shown.elements["svg"] == shown.elements["desc"] == 2
    assert shown.elements["caption"] == shown.elements["table"]


def test_directions_of_writing_stay_within_their_message() -> None:
    shown = page([(RIGHT_TO_LEFT, "dogs")])
    assert f'<blockquote dir="auto">{RIGHT_TO_LEFT}</blockquote>' in shown
    assert "blockquote { white-space: pre-wrap; unicode-bidi: isolate; }" in shown


def test_odd_messages_are_shown_all_the_same() -> None:
    shown = words(Outline(page([("", "dogs"), ("x" * 5000, "dogs"), ("a\0b\nc", "dogs"), ("🐕", "dogs")])))
    assert "none of these 4 messages by itself" in shown or "Of 4 messages" in shown


def test_a_confident_wrong_answer_is_shown_in_full_with_the_nearest_question() -> None:
    shown = words(Outline(page([("Are dogs allowed?", "hours"), ("Can I bring my dog?", "dogs")])))
    assert "Of 2 messages, the bot would answer 2 by itself. 1 of those answers would be right: 50%." in shown
    wrong = shown.partition("Wrong answers, the surest first")[2]
    assert "Are dogs allowed? Should get hours Gets dogs How sure 100%, answered" in wrong
    assert "Nearest question Are dogs allowed?" in wrong


def test_an_answer_to_what_no_entry_answers_is_shown() -> None:
    shown = words(Outline(page([("Are dogs allowed?", None), ("Can I bring my dog?", "dogs")])))
    assert "Answered, though no entry fits What to do" in shown


def test_says_when_there_was_nothing_to_be_tempted_by() -> None:
    assert "Not put to the test." in words(Outline(page([("Are dogs allowed?", "dogs")])))


def test_messages_that_expect_an_unknown_entry_are_pointed_out() -> None:
    shown = words(Outline(page([("Are dogs allowed?", "cats")])))
    assert "1 entry that is expected by the messages but not in the FAQ: cats" in shown


def test_long_lists_are_cut_and_say_so() -> None:
    shown = words(Outline(page([("Are dogs allowed?", "hours")] * 40)))
    assert "And 15 more." in shown


def test_speaks_of_no_dot_where_nothing_is_answered() -> None:
    told = words(Outline(page([("who won the election", None)])))
    assert "The bot answers nothing" in told
    assert "the dot lies within the line" not in told
