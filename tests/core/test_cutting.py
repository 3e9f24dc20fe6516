"""Where a message may be cut, and how its pieces are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cutting import Manner, Phrases, cut
from tests.casts.sentences import SHIPPED


def phrases(language: str = "en") -> Phrases:
    rows = SHIPPED.sentences[language]
    return Phrases(**{name: SHIPPED.texts(name, language) for name in Phrases.__slots__ if name in rows})


def sentences(text: str, language: str = "en") -> list[str]:
    return [sentence.text for sentence in cut(text, phrases(language))]


def cuts(text: str, language: str = "en") -> list[tuple[str, str]]:
    [sentence] = cut(text, phrases(language))
    return [(place.left.text, place.right.text) for place in sentence.cuts]


def manner(text: str, language: str = "en") -> Manner:
    """Of a sentence that stands after another one."""
    return cut(f"Zebra!\n{text}", phrases(language))[-1].manner


@pytest.mark.parametrize(
    "text", ["When do you open?", "hej", "", "   ", "😀 😀", "?!", "Hello.", "when do you open 😀", "x" * 5000]
)
def test_a_message_of_one_piece_is_not_taken_apart(text: str) -> None:
    assert cut(text, phrases()) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi! When do you open? Thanks", ["Hi!", "When do you open?", "Thanks"]),
        ("hi\nquick question\n\ndo you ship", ["hi", "quick question", "do you ship"]),
        ("Really?! And wifi... yes", ["Really?!", "And wifi...", "yes"]),
        ("Open at 10 p.m. or so? Ok.", ["Open at 10 p.m. or so?", "Ok."]),
        ("Is it 9.30 or 10.00? It costs 1.200,50 kr. in all", ["Is it 9.30 or 10.00?", "It costs 1.200,50 kr. in all"]),
        ("See www.norden.example/job. Thanks!", ["See www.norden.example/job.", "Thanks!"]),
        (
            "Look at https://norden.example/?a=1&b=2 please! Ok",
            ["Look at https://norden.example/?a=1&b=2 please!", "Ok"],
        ),
        ("I have a dog. may it come? 😀", ["I have a dog.", "may it come?"]),
    ],
)
def test_sentences_end_where_people_end_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Har I åbent kl. 10 på lørdag?", "da"),
        ("Har I f.eks. kage?", "da"),
        ("Är ni öppna t.ex. på söndag?", "sv"),
        ("Máte např. dort?", "cs"),
        ("Hebben jullie bijv. taart?", "nl"),
        ("Haben Sie z.B. Kuchen?", "de"),
        ("Ligger I på H. C. Andersens vej?", "da"),
        ("Er det nr. 14?", "da"),
    ],
)
def test_an_abbreviation_ends_nothing(text: str, language: str) -> None:
    assert sentences(text, language) in ([], [text])


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("hvornår har I åbent og må hunde komme med", "da", ("hvornår har I åbent", "må hunde komme med")),
        ("När öppnar ni och får man ha hund?", "sv", ("När öppnar ni", "får man ha hund?")),
        ("kdy máte otevřeno a můžu vzít psa", "cs", ("kdy máte otevřeno", "můžu vzít psa")),
        ("hoe laat open en ook is er wifi", "nl", ("hoe laat open", "is er wifi")),
        ("wann offen und gibt es WLAN", "de", ("wann offen", "gibt es WLAN")),
        ("when do you open, and is there wifi", "en", ("when do you open", "is there wifi")),
        ("quick question - is there wifi", "en", ("quick question", "is there wifi")),
        ("I'm coeliac, what can I eat", "en", ("I'm coeliac", "what can I eat")),
        ("snabb fråga: tar ni swish?", "sv", ("snabb fråga", "tar ni swish?")),
    ],
)
def test_may_be_cut_at_commas_colons_dashes_and_joints(text: str, language: str, expected: tuple[str, str]) -> None:
    assert cuts(text, language) == [expected]


def test_a_joint_of_another_language_is_a_word_like_any_other() -> None:
    assert cut("kan jeg få en kop te", phrases("da")) == ()
    assert cut("do you have a table", phrases("en")) == ()


def test_is_cut_in_every_way() -> None:
    assert cuts("a b and c d and e f") == [("a b", "c d and e f"), ("a b and c d", "e f")]


def test_a_long_list_is_cut_at_its_last_joint_only_or_not_at_all() -> None:
    assert cuts("do you have tea, milk, juice, beer and wine") == [("do you have tea, milk, juice, beer", "wine")]
    assert cut("tea and milk and juice and beer and wine", phrases()) == ()


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Do you sell guitars?", "en", Manner.ASKS),
        ("Parking?", "en", Manner.ASKS),
        ("do you sell guitars", "en", Manner.ASKS),
        ("I would like a cake for Friday", "en", Manner.ASKS),
        ("I forgot my scarf at your place", "en", Manner.ASKS),
        ("any idea how old the house might be", "en", Manner.ASKS),
        ("We are two adults and a dog.", "en", Manner.TELLS),
        ("Hi, we are two adults.", "en", Manner.TELLS),
        ("Vi er fem voksne på lørdag", "da", Manner.TELLS),
        ("Jeg vil gerne leje hele lokalet", "da", Manner.ASKS),
        ("Jsme čtyři dospělí v pátek", "cs", Manner.TELLS),
        ("gerne i morgen", "da", Manner.BRIEF),
        ("where is it?", "en", Manner.LEANS),
        ("hvor er den??", "da", Manner.LEANS),
        ("quick question", "en", Manner.LEADS_IN),
        ("Hi, I have a quick question.", "en", Manner.LEADS_IN),
        ("Jeg har lige et spørgsmål", "da", Manner.LEADS_IN),
        ("Jag har en fråga", "sv", Manner.LEADS_IN),
        ("Dobrý den, mám dotaz.", "cs", Manner.LEADS_IN),
        ("ik heb een vraagje", "nl", Manner.LEADS_IN),
        ("Ich hätte da mal eine Frage", "de", Manner.LEADS_IN),
        ("I have a question about the cakes you bake", "en", Manner.ASKS),
    ],
)
def test_knows_how_a_piece_is_said(text: str, language: str, expected: Manner) -> None:
    assert manner(text, language) is expected


@given(st.text(), st.sampled_from(sorted(SHIPPED.languages)))
def test_any_text_can_be_cut(text: str, language: str) -> None:
    stretches = [part for sentence in cut(text, phrases(language)) for part in sentence.texts()]
    assert len(set(stretches)) <= 30
    assert all(part in text for part in stretches)


words = st.sampled_from(
    ["open", "wifi,", "ps:", "and", "also", "dog?", "hi!", "-", "the", "kl.", "10", "\n", "e.g.", "x."]
)


@given(st.lists(words, max_size=25).map(" ".join))
def test_no_word_is_lost_but_joints_and_the_smallest_pieces_cannot_be_cut(text: str) -> None:
    found = cut(text, phrases())
    left = " ".join(piece.text for sentence in found for piece in sentence.smallest()).split()
    said = [word for word in text.split() if word not in {"and", "also", "-"}]
    if found:
        assert [word.rstrip(",:") for word in left if word not in {"and", "also", "-"}] == [
            word.rstrip(",:") for word in said
        ]
