from hypothesis import given
from hypothesis import strategies as st

from bot.core.incoming import Channel
from webhooks.speaking.clusters import extends, may_cut
from webhooks.speaking.splitting import shorten, split

FAMILY = "👨‍👩‍👧‍👦"
LINK = "https://example.com/kurv?varer=1,2,3&rabat=ja"

words = st.sampled_from(
    ["hej", "åbent", "f.eks.", "Slut.", "Hvad?", FAMILY, "🇩🇰", "e\u0301", "10\u00a0kr", LINK, "x" * 700]
)
gaps = st.sampled_from([" ", "  ", "\n", "\n\n", "\r\n", "\t", "", "\u00a0"])
prose = st.lists(st.tuples(words, gaps), max_size=400).map(lambda pairs: "".join(word + gap for word, gap in pairs))
texts = prose | st.text(st.characters(codec="utf-8"), max_size=300).map(lambda text: text * 30)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(texts)
def test_every_messenger_part_is_shorter_than_2000_characters_as_meta_counts_them(text: str) -> None:
    assert all(0 < units(part) < 2000 for part in split(Channel.MESSENGER, text))


@given(texts)
def test_every_instagram_part_has_at_most_1000_bytes(text: str) -> None:
    assert all(0 < len(part.encode()) <= 1000 for part in split(Channel.INSTAGRAM, text))


@given(texts, st.sampled_from(Channel))
def test_loses_nothing_but_white_space(text: str, channel: Channel) -> None:
    assert "".join("".join(split(channel, text)).split()) == "".join(text.split())


@given(texts, st.sampled_from(Channel))
def test_no_part_is_blank(text: str, channel: Channel) -> None:
    assert all(part.strip() for part in split(channel, text))


@given(prose, st.sampled_from(Channel))
def test_tears_no_character_apart(text: str, channel: Channel) -> None:
    whole = "".join(split(channel, text))
    end = 0
    for part in split(channel, text)[:-1]:
        end += len(part)
        assert may_cut(whole, end)


@given(prose, st.sampled_from(Channel))
def test_no_part_starts_with_an_accent_that_lost_its_letter(text: str, channel: Channel) -> None:
    assert not any(extends(part[0]) for part in split(channel, text))


@given(st.lists(words | st.just(LINK), max_size=200), st.sampled_from(Channel))
def test_keeps_links_whole(parts: list[str], channel: Channel) -> None:
    text = " ".join(parts)
    assert sum(part.count(LINK) for part in split(channel, text)) == text.count(LINK)


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.integers(2, 30))
def test_a_shortened_text_fits(text: str, limit: int) -> None:
    assert units(shorten(text, limit)) <= limit


def test_leaves_a_text_that_fits_as_it_is() -> None:
    assert split(Channel.MESSENGER, "Hej!\n\nVi har åbent.") == ("Hej!\n\nVi har åbent.",)
    assert split(Channel.INSTAGRAM, "å" * 500) == ("å" * 500,)


def test_a_blank_text_has_no_parts() -> None:
    assert split(Channel.INSTAGRAM, " \n\u00a0") == ()


def test_prefers_the_end_of_a_paragraph() -> None:
    first, second = "Vi har åbent. " * 50, "Vi har lukket. " * 50
    assert split(Channel.INSTAGRAM, f"{first}\n\n{second}")[0] == first.strip()


def test_prefers_the_end_of_a_line_to_the_end_of_a_sentence() -> None:
    lines = "\n".join(["Man-tor: 9-17. Fre: 9-16."] * 60)
    assert all(part.startswith("Man") and part.endswith("16.") for part in split(Channel.INSTAGRAM, lines))


def test_prefers_the_end_of_a_sentence_and_knows_abbreviations() -> None:
    sentence = "Vi har åbent fra kl. 9 på hverdage, dvs. mandag til fredag. "
    assert all(part.endswith("fredag.") for part in split(Channel.INSTAGRAM, sentence * 40))


def test_does_not_stop_early_for_a_paragraph() -> None:
    parts = split(Channel.INSTAGRAM, "Hej!\n\n" + "ord " * 300)
    assert len(parts[0]) > 900


def test_cuts_between_words_where_there_are_no_sentences() -> None:
    assert set(" ".join(split(Channel.MESSENGER, "ord " * 1000)).split()) == {"ord"}


def test_keeps_an_amount_with_its_currency() -> None:
    text = "x" * 994 + " 100\u00a0kr"
    assert split(Channel.INSTAGRAM, text) == ("x" * 994, "100\u00a0kr")


def test_keeps_an_accent_with_the_space_it_stands_on() -> None:
    text = "x" * 990 + " \u0301" + "y" * 50
    assert split(Channel.INSTAGRAM, text) == ("x" * 990 + " \u0301" + "y" * 7, "y" * 43)


def test_keeps_a_family_together() -> None:
    parts = split(Channel.MESSENGER, FAMILY * 200)
    assert set("".join(parts).split(FAMILY)) == {""}
    assert all(part.replace(FAMILY, "") == "" for part in parts)


def test_keeps_flags_together() -> None:
    assert all(part.replace("🇩🇰", "") == "" for part in split(Channel.MESSENGER, "🇩🇰" * 900))


def test_starts_a_new_part_for_a_link_glued_to_a_long_word() -> None:
    assert split(Channel.INSTAGRAM, "x" * 990 + LINK) == ("x" * 990, LINK)


def test_cuts_a_link_that_fits_nowhere() -> None:
    parts = split(Channel.MESSENGER, "https://example.com/" + "x" * 3000)
    assert "".join(parts) == "https://example.com/" + "x" * 3000


def test_tears_a_character_only_if_it_alone_is_too_long() -> None:
    monster = "e" + "\u0301" * 3000
    assert "".join(split(Channel.MESSENGER, monster)) == monster


def test_shortens_between_words_and_says_so() -> None:
    assert shorten("Hvornår har I åbent i julen?", 20) == "Hvornår har I åbent…"


def test_shortens_a_long_word_between_letters() -> None:
    assert shorten("Speciallægekonsultationer", 20) == "Speciallægekonsulta…"
    assert shorten(FAMILY * 3, 20) == FAMILY + "…"


def test_does_not_shorten_what_fits() -> None:
    assert shorten(" Åbningstider ", 20) == "Åbningstider"
