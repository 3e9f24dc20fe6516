"""The page of a conversation: who said what, how far it has come, and what the box allows."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.core.incoming import Attachment, Incoming, Kind
from bot.core.sending import Act, Author
from bot.keeping import Keeper
from bot.store.conversations import load_conversation, save_conversation
from bot.store.database import Database
from bot.store.outbox import SendState, put_in_outbox
from bot.store.schema import incoming, outgoing
from bot.store.sealing import Open
from bot.store.thread import STRETCH
from bot.store.users import Role
from tests.casts.desk import HOUSE, DeskClient, desk_app, text_of
from tests.casts.fresh_database import fresh_database
from tests.casts.happenings import APP, NOON, comment, echo, happened, said

SEAL = Open()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return fresh_database(request.param, request, tmp_path)


@pytest.fixture
def mette(database: Database, tmp_path: Path) -> DeskClient:
    app = desk_app(database, tmp_path, clock=lambda: NOON)
    return DeskClient(app, database).log_in(Role.AGENT, "mette", "Mette")


def keep(database: Database, *items: Incoming) -> None:
    for item in items:
        Keeper(database, SEAL, lambda: NOON, app_id=APP).keep(b"{}", [item])


def out(database: Database, text: str, **facts: object) -> str:
    with database.writing() as connection:
        put: dict[str, object] = {"author": Author.BOT, "now": NOON, **facts}
        return put_in_outbox(connection, SEAL, 1, [text], **put)[0]  # type: ignore[arg-type]


def change(database: Database, text_id: str, **facts: object) -> None:
    with database.writing() as connection:
        connection.execute(update(outgoing).where(outgoing.c.id == text_id).values(**facts))


def decided(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(update(incoming).values(state="done"))


def page(client: DeskClient, number: int = 1) -> str:
    response = client.get(f"/desk/c/{number}")
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_customer_bot_people_and_metas_inbox_are_told_apart(database: Database, mette: DeskClient) -> None:
    keep(database, said("hej"))
    change(database, out(database, "Hej, her er den automatiske assistent."), state=SendState.SENT)
    out(database, "Hej, det er Mette.", author=Author.PERSON, person="mette")
    keep(database, echo("Hej fra indbakken"))

    told = page(mette)
    for side, words in (
        ("customer", "hej"),
        ("bot", "Hej, her er den automatiske assistent."),
        ("person", "Hej, det er Mette."),
        ("inbox", "Hej fra indbakken"),
    ):
        bubble = told.split(f"bubble-{side} ", 1)[1].split("</article>", 1)[0]
        assert f'<p class="words" dir="auto">{words}</p>' in bubble
    assert "automatic" in told


def test_the_echo_of_a_text_of_ours_is_not_told_twice(database: Database, mette: DeskClient) -> None:
    keep(database, said("hej"))
    ours = out(database, "Hej, det er Mette.", author=Author.PERSON, person="mette")
    change(database, ours, state=SendState.SENDING)
    keep(database, echo("Hej, det er Mette.", metadata=ours, app=APP))

    assert page(mette).count("Hej, det er Mette.") == 1


def test_an_edit_shows_the_new_words_and_keeps_the_old_ones_at_hand(database: Database, mette: DeskClient) -> None:
    first = said("kl 8?")
    keep(database, first)
    decided(database)
    keep(database, happened(Kind.EDIT, text="kl 9?", message_id=first.message_id, note="1"))

    told = page(mette)
    assert told.count("bubble-customer") == 1
    assert told.index("kl 9?") < told.index("edited") < told.index("kl 8?")


def test_what_the_customer_took_back_is_said_to_be_gone(database: Database, mette: DeskClient) -> None:
    first = said("mit kortnummer er 1234")
    keep(database, first, happened(Kind.UNSEND, message_id=first.message_id))

    assert "1234" not in page(mette)
    assert "took this message back" in page(mette)


def test_reactions_stand_by_the_message_and_go_when_they_are_taken_back(database: Database, mette: DeskClient) -> None:
    first = said("tak!")
    keep(database, first, happened(Kind.REACTION, message_id=first.message_id, reaction="🦄"))
    out(database, "❤️", author=Author.PERSON, person="mette", act=Act.REACT, target=first.message_id)
    assert "🦄" in page(mette)
    assert 'title="Us">❤️' in page(mette)

    keep(database, happened(Kind.REACTION, message_id=first.message_id, reaction=None))
    out(database, "", author=Author.PERSON, person="mette", act=Act.UNREACT, target=first.message_id)
    assert "🦄" not in page(mette)
    assert 'class="reaction"' not in page(mette)


def test_photos_voice_messages_stories_and_links_are_shown_as_such(database: Database, mette: DeskClient) -> None:
    kinds = (
        Attachment("image", "https://scontent.xx.fbcdn.net/a.jpg"),
        Attachment("audio", "https://scontent.xx.fbcdn.net/b.mp4"),
        Attachment("sticker", sticker="1"),
        Attachment("fallback", "https://example.com/", title="Kage"),
        Attachment("a_new_kind"),
    )
    keep(database, said("", attachments=kinds), said("flot!", story_reply=True))

    told = page(mette)
    assert '<img src="https://scontent.xx.fbcdn.net/a.jpg" alt="photo"' in told
    assert '<audio controls preload="none" src="https://scontent.xx.fbcdn.net/b.mp4"' in told
    assert '<p class="attached">sticker</p>' in told
    assert '<a href="https://example.com/" target="_blank" rel="noopener noreferrer">Kage</a>' in told
    assert "something attached" in told
    assert "replied to our story" in told


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//evil.example",
        "file:///etc/passwd",
        "http://",
    ],
)
def test_an_address_that_is_none_of_the_web_is_never_linked(
    database: Database, mette: DeskClient, address: str
) -> None:
    kinds = "image", "video", "fallback"
    keep(database, said("se", attachments=tuple(Attachment(kind, address, title="x") for kind in kinds)))

    thread = page(mette).split('data-part="thread"')[1].split("reply-box")[0]
    assert 'href="javascript' not in thread
    assert address.split(",", maxsplit=1)[0] not in thread


def test_nothing_that_a_customer_wrote_becomes_part_of_the_page(database: Database, mette: DeskClient) -> None:
    evil = "<script>alert(1)</script><svg onload=alert(2)>\"'><img src=x onerror=alert(3)>"
    keep(
        database,
        said(evil, customer_name=evil, attachments=(Attachment("fallback", "https://example.com/", title=evil),)),
    )
    with database.writing() as connection:
        one = replace(load_conversation(connection, 1), department=evil[:64], language="da")
        save_conversation(connection, one.waits(since=NOON, reason=evil[:64], priority=one.priority, department=None))

    for address in ("/desk/c/1", "/desk/", "/desk/search?q=script", "/desk/pulse?conversation=1"):
        told = mette.get(address).get_data(as_text=True)
        assert "<script>alert" not in told
        assert "<svg onload" not in told
        assert "<img src=x" not in told


def test_delivery_is_told_and_a_failure_with_its_reason(database: Database, mette: DeskClient) -> None:
    keep(database, said("hej"))
    ours = out(database, "Hej!", author=Author.PERSON, person="mette")
    assert "on its way" in text_of(mette.get("/desk/c/1"))

    for facts, words in (
        ({"state": SendState.SENT, "sent_at": NOON}, " sent "),
        ({"delivered_at": NOON}, " delivered "),
        ({"read_at": NOON}, " read "),
    ):
        change(database, ours, **facts)
        assert words in text_of(mette.get("/desk/c/1"))

    change(database, ours, state=SendState.FAILED, error="(#551) this person is not available")
    told = text_of(mette.get("/desk/c/1"))
    assert "not delivered: (#551) this person is not available Send again" in told


def test_what_the_bot_took_back_before_it_was_sent_was_never_said(database: Database, mette: DeskClient) -> None:
    keep(database, said("hej"))
    change(database, out(database, "Vi svarer snart."), state=SendState.CANCELLED)

    assert "Vi svarer snart." not in page(mette)


def test_drafts_and_scheduled_texts_stand_by_the_box(database: Database, mette: DeskClient) -> None:
    keep(database, said("hej"))
    out(database, "Et udkast", author=Author.PERSON, person="trine", state=SendState.DRAFT)
    later = NOON + timedelta(days=1)
    out(database, "Hvordan gik det?", author=Author.PERSON, person="mette", state=SendState.SCHEDULED, send_at=later)

    thread, box = page(mette).split("reply-box", 1)
    assert "Et udkast" not in thread
    assert "Draft by trine" in box
    assert "Hvordan gik det?" in box
    assert "Goes out 24 Nov" in box


def test_a_long_conversation_is_shown_from_its_end_with_a_way_back(database: Database, mette: DeskClient) -> None:
    keep(database, *(said(f"besked nummer {number:03}") for number in range(STRETCH + 5)))

    told = page(mette)
    assert "besked nummer 084" in told
    assert "besked nummer 004" not in told
    earlier = told.split("before=")[1].split("&")[0]
    before = mette.get(f"/desk/c/1?before={earlier}").get_data(as_text=True)
    assert "besked nummer 004" in before
    assert "besked nummer 005" not in before.split("reply-box")[0].split("data-thread")[1]
    assert 'data-part="thread"' not in before  # what is new would take the place of what is read
    assert "Newest messages" in before


@pytest.mark.parametrize(
    ("hours", "permission", "writes", "said_so"),
    [
        (1, "false", True, ""),
        (25, "false", False, "older than 24 hours"),
        (25, "true", True, "Human Agent tag"),
        (24 * 8, "true", False, "older than 7 days"),
    ],
)
def test_the_box_explains_what_meta_allows(
    database: Database, tmp_path: Path, hours: int, permission: str, writes: bool, said_so: str
) -> None:
    app = desk_app(database, tmp_path, clock=lambda: NOON + timedelta(hours=hours))
    (tmp_path / "house.yaml").write_text(f"{HOUSE}\nhuman_agent: {permission}\n")
    keep(database, said("hej"))

    told = page(DeskClient(app, database).log_in(Role.AGENT))
    send = told.split('value="send"')[1].split(">")[0]
    assert ("disabled" not in send) is writes
    assert said_so in told
    assert ("Meta has closed it" in told) is not writes


def test_a_comment_is_answered_on_the_page_and_closed_here(database: Database, mette: DeskClient) -> None:
    keep(database, comment("Flot kage!"))

    assert "This was written in public" in page(mette)
    assert "disabled" in page(mette).split('value="send"')[1].split(">")[0]


def test_the_length_is_counted_in_what_the_channel_counts(database: Database, mette: DeskClient) -> None:
    keep(database, said("hej"))

    assert 'data-unit="characters" data-most="1999"' in page(mette)


def test_a_person_signs_once_in_a_while(database: Database, tmp_path: Path) -> None:
    app = desk_app(database, tmp_path, clock=lambda: NOON)
    voice = 'voice: {da: {sign_off: "Hilsen {agent}, Norden"}}'
    (tmp_path / "house.yaml").write_text(f"{HOUSE}\n{voice}\n")
    keep(database, said("hej"))
    mette = DeskClient(app, database).log_in(Role.AGENT, "mette", "Mette Hansen")

    assert "Hilsen Mette, Norden" in page(mette)
    assert "checked" in page(mette).split('id="sign"')[1].split(">")[0]
    out(database, "Hej! Hilsen Mette", author=Author.PERSON, person="mette")
    assert "checked" not in page(mette).split('id="sign"')[1].split(">")[0]


def test_a_conversation_that_is_not_there_is_not_found(mette: DeskClient) -> None:
    assert mette.get("/desk/c/99").status_code == 404
    assert mette.get(f"/desk/c/{2**63 - 1}").status_code == 404
    assert mette.get(f"/desk/c/{2**63}").status_code == 404
