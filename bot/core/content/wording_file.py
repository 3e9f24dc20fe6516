"""Reads wording: our shipped sentences, and the house's versions of them, which must fit into the same places."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from bot.core.content.fields import one_of, read_by_language, read_file_of_keys, read_known, read_pairs, read_texts
from bot.core.content.findings import Findings
from bot.core.content.house import Address
from bot.core.content.menu_file import LONGEST_TITLE
from bot.core.content.nodes import Fields, Node, Scalar
from bot.core.content.placeholders import check_placeholders, placeholders_in
from bot.core.content.problem import Problem
from bot.core.content.wording import TITLE_LENGTH, Texts, Wording

_EACH_HOUR = {"clock": (1, 25), "time": (1, 25), "at_time": (1, 25)}
_EACH_HOUR_WITH_MINUTES = {f"{key}_minutes": (1, 24) for key in _EACH_HOUR}

ROWS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {"on_weekday": (7,), "on_date": (1, 7), **_EACH_HOUR, **_EACH_HOUR_WITH_MINUTES}
)
"""Keys whose texts are not variants but a row, Monday or midnight first, and how many texts it may have."""

_KEPT = {
    "reply_by": "The text must say when: write {reply_by} in it.",
    "next_opening": "The text must say when: write {next_opening} in it.",
    "contact": "The text must say how: write {contact} in it.",
}
"""Placeholders for the sake of which we have a sentence at all."""


_LONGEST = {"menu_person": LONGEST_TITLE, **dict.fromkeys(("clarify_other", "helped_yes", "helped_no"), TITLE_LENGTH)}
"""How many characters are shown of what stands on a button."""


@dataclass(frozen=True, slots=True)
class _Places:
    """The placeholders that the texts of a key may use, and those that none of them may leave out."""

    known: frozenset[str]
    kept: frozenset[str]


_Frame = Mapping[str, _Places]  # by the keys there are


@dataclass(frozen=True, slots=True)
class _Sentence:
    key: Scalar
    texts: Texts


def read_wording(files: Mapping[str, bytes], shipped: Wording | None = None) -> tuple[Wording, list[Problem]]:
    """The wording of all files, over the shipped one; a sentence that does not fit leaves the shipped one in place.

    Without `shipped` the files define which keys and placeholders there are; with it they must keep to them.
    """
    frame = _frame(shipped) if shipped and files else None
    sentences = {language: dict(keys) for language, keys in shipped.sentences.items()} if shipped else {}
    taken: dict[tuple[str, str], str] = {}
    problems: list[Problem] = []
    for file in sorted(files):
        found = Findings(file)
        fields = read_file_of_keys(files[file], found, example="da:")
        spoken = read_by_language(partial(_read_sentences, frame), fields, found) if fields.pairs else {}
        for language, given in spoken.items():
            for key, sentence in given.items():
                place = f"{file}:{sentence.key.line}"
                first = taken.setdefault((language, key), place)
                if first == place:
                    sentences.setdefault(language, {})[key] = sentence.texts
                else:
                    found.add(sentence.key, f"“{key}” in “{language}” stands in {first} already: make one of the two.")
        problems += found.problems
    return Wording(sentences), problems


def _frame(shipped: Wording) -> _Frame:
    used: dict[str, list[frozenset[str]]] = {}
    for sentences in shipped.sentences.values():
        for key, by_address in sentences.items():
            texts = (text for variants in by_address.values() for text in variants)
            used.setdefault(key, []).extend(map(placeholders_in, texts))
    return {key: _Places(frozenset().union(*each), frozenset(_KEPT).intersection(*each)) for key, each in used.items()}


def _read_sentences(frame: _Frame | None, node: Node, found: Findings) -> dict[str, _Sentence]:
    keys = {key.text: key for key, _ in read_pairs(node, found.apart())}
    given = read_known(node, keys if frame is None else frame, found)
    read = {key: _read_sentence(key, value, frame, found) for key, value in given.items()}
    return {key: _Sentence(keys[key], texts) for key, texts in read.items() if texts}


def _read_sentence(key: str, node: Node, frame: _Frame | None, found: Findings) -> Texts | None:
    doubts = found.apart()
    given = _by_address(node, doubts)
    texts = {Address(name): read_texts(value, doubts) for name, value in given.items()}
    for variants in texts.values():
        for text in variants:
            used = placeholders_in(text.text)
            places = _Places(used, frozenset()) if frame is None else frame[key]
            check_placeholders(text, places.known, wrong=doubts, loose=doubts)
            missing = () if doubts.problems else sorted(places.kept - used)
            for name in missing:
                doubts.add(text, _KEPT[name])
            if len(text.text) > (room := _LONGEST.get(key, len(text.text))):
                doubts.add(text, f"This button has room for {room} characters, not {len(text.text)}: write less.")
        if len(variants) not in ROWS.get(key, (len(variants),)) and not doubts.problems:
            counts = one_of(list(map(str, ROWS[key])))
            doubts.add(node, f"“{key}” is a row in a fixed order: write {counts} texts, not {len(variants)}.")
    found.take(doubts)
    if doubts.problems or not texts:
        return None
    either = next(iter(texts.values()))
    return {address: _plain(texts.get(address, either)) for address in Address}


def _by_address(node: Node, found: Findings) -> Mapping[str, Node]:
    """The texts for each way of addressing people; texts that stand alone serve both."""
    if isinstance(node, Fields) and any(isinstance(key, Scalar) and key.text in set(Address) for key, _ in node.pairs):
        return read_known(node, tuple(Address), found)
    return {Address.INFORMAL: node}


def _plain(texts: tuple[Scalar, ...]) -> tuple[str, ...]:
    return tuple(text.text for text in texts)
