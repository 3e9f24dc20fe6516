"""The page, what it asks for, and wishes that cannot be granted."""

import re

import pytest
import requests

from tests.webhooks.standin.running import LINKED, PAGE, PATIENCE, Customer, Receiver, StandIn


def test_the_page_and_all_that_it_loads_is_there_and_local(standin: StandIn) -> None:
    page = standin.get("/")
    assert page.status_code == 200
    assert 'name="viewport"' in page.text
    assert "//" not in page.text.replace("<!doctype", "")
    loaded = re.findall(r'(?:src|href)="(/static/[^"#]+)', page.text)
    assert {name.rsplit(".", 1)[1] for name in loaded} == {"js", "css", "svg"}
    while loaded:
        asset = standin.get(loaded.pop())
        assert asset.status_code == 200
        loaded += [f"/static/{name}" for name in re.findall(r'from "\./([^"]+)"', asset.text)]


def test_every_control_has_a_label(standin: StandIn) -> None:
    page = standin.get("/").text
    fields = re.findall(r'<(?:input|textarea) id="([^"]+)"', page)
    assert fields
    assert [name for name in fields if f'<label for="{name}"' not in page] == []


def test_every_element_that_a_script_looks_for_is_on_the_page(standin: StandIn) -> None:
    page = standin.get("/").text
    there = set(re.findall(r'id="([^"]+)"', page))
    scripts, looked_for = re.findall(r'src="/static/([^"]+\.js)"', page), set()
    for name in scripts:  # which grows
        script = standin.get(f"/static/{name}").text
        looked_for |= set(re.findall(r'find\("([^"]+)"\)', script))
        scripts += [found for found in re.findall(r'from "\./([^"]+)"', script) if found not in scripts]
    assert len(scripts) > 1
    assert looked_for
    assert looked_for <= there


def test_nothing_on_the_page_needs_inline_script_or_style(standin: StandIn) -> None:
    page = standin.get("/").text
    assert "default-src 'self'" in page
    assert re.findall(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", page) == []


def test_the_state_lists_accounts_and_a_cast_of_customers(standin: StandIn) -> None:
    state = standin.state()
    assert state["accounts"][0]["id"] == PAGE
    customers = {person["name"]: person["language"] for person in state["accounts"][0]["customers"]}
    assert customers.items() >= {"Astrid": "da", "Elsa": "sv", "Jana": "cs", "Sanne": "nl", "Emma": "en"}.items()


def test_a_thread_can_be_read_by_name_or_id_and_reading_makes_nobody(standin: StandIn) -> None:
    nobody = standin.customer("Never Seen")
    assert nobody.messages == []
    names = [person["name"] for person in standin.state()["accounts"][0]["customers"]]
    assert "Never Seen" not in names
    nobody.say("Hello")
    assert standin.customer(nobody.id).messages == standin.customer("never seen").messages != []


def test_the_same_name_is_another_person_on_another_account(standin: StandIn, astrid: Customer) -> None:
    assert standin.customer(astrid.name, channel="instagram", account=LINKED).id != astrid.id


def test_without_an_account_the_channels_first_is_meant(standin: StandIn, astrid: Customer) -> None:
    standin.ask("say", {"channel": "messenger", "customer": astrid.name, "text": "Hej"})
    assert astrid.messages[0]["text"] == "Hej"


def test_the_reason_for_a_reply_comes_from_the_app(astrid: Customer, receiver: Receiver) -> None:
    mid = astrid.say("Hej")
    assert astrid.standin.get(f"/standin/why/{mid}").status_code == 404
    receiver.explanations[mid] = {"action": "answer", "sentence": "It was clear."}
    reason = astrid.standin.get(f"/standin/why/{mid}")
    assert (reason.status_code, reason.json()["sentence"]) == (200, "It was clear.")
    receiver.explanations[mid] = ["not an object"]
    assert astrid.standin.get(f"/standin/why/{mid}").status_code == 502


def test_no_reasons_without_an_address_for_them_or_an_app_there(receiver: Receiver) -> None:
    with StandIn(f"{receiver.url}/webhook") as standin:
        assert "--explain" in standin.get("/standin/why/m_1").json()["error"]
    with StandIn(f"{receiver.url}/webhook", "--explain=http://127.0.0.1:1/explain") as standin:
        assert standin.get("/standin/why/m_1").status_code == 502


@pytest.mark.parametrize(
    "changed",
    [
        {"channel": "pigeon"},
        {"channel": ["messenger"]},
        {"account": "999"},
        {"customer": " "},
        {"customer": None},
        {"text": ""},
        {"sticker": True},
        {"text": None, "attachment": "anvil"},
        {"text": None, "attachment": "story_mention"},
        {"story_reply": True},
        {"timestamp": "yesterday"},
        {"timestamp": True},
    ],
)
def test_what_a_customer_cannot_say_is_refused_in_one_sentence(astrid: Customer, changed: dict[str, object]) -> None:
    answer = astrid.standin.post("/standin/say", astrid.whom | {"text": "Hej"} | changed)
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")
    assert astrid.messages == []


def test_only_their_own_messages_can_be_changed_by_customers(astrid: Customer) -> None:
    mine = astrid.say("Hej")
    theirs = astrid.answer().json()["message_id"]
    assert astrid.standin.post("/standin/unsend", {"mid": theirs}).status_code == 400
    assert astrid.standin.post("/standin/edit", {"mid": "m_none", "text": "x"}).status_code == 400
    astrid.standin.ask("unsend", {"mid": mine})
    assert astrid.standin.post("/standin/react", {"mid": mine, "emoji": "👍"}).status_code == 400


def test_staff_cannot_begin_a_conversation(astrid: Customer) -> None:
    answer = astrid.standin.post("/standin/inbox", astrid.whom | {"text": "Buy this"})
    assert answer.status_code == 400
    assert astrid.messages == []


def test_a_foreign_page_cannot_speak_through_a_form(standin: StandIn, astrid: Customer) -> None:
    answer = requests.post(f"{standin.url}/standin/say", data=astrid.whom | {"text": "Hej"}, timeout=PATIENCE)
    assert answer.status_code == 400
