"""The menu at Meta: set, compared and taken away, on a Page, its Instagram account and an Instagram login."""

from collections.abc import Iterator, Mapping

import pytest

from bot.core.menu import Menu
from bot.core.sending import Fate, QuickReply, SendError
from tests.casts.graph import Behaviour, FakeGraph, hang_up_without_an_answer, reply_json
from webhooks.speaking.pages import GraphPages
from webhooks.speaking.tokens import AccessToken

PAGE, LINKED, LOGIN = "111", "222", "333"
TOKENS = {
    PAGE: AccessToken("EAApage"),
    LINKED: AccessToken("EAApage"),
    LOGIN: AccessToken("IGlogin", instagram_login=True),
}
NO_MENU: tuple[Menu, ...] = ()


def in_language(language: str, *questions: str, person: str) -> Menu:
    items = [QuickReply(question, f"svartid:pick:{number}") for number, question in enumerate(questions, start=1)]
    return Menu(language, (*items, QuickReply(person, "svartid:person")))


DANISH = in_language("da", "Åbent?", "Bord?", "Pakke?", "Retur?", "Allergi?", person="Et menneske")
ENGLISH = in_language("en", "Open?", person="A person")
FINNISH_AND_MALTESE = in_language("fi", "Auki?", person="Ihminen"), in_language("mt", "Miftuħ?", person="Persuna")

MENU_IN_DANISH = [
    {"type": "postback", "title": "Åbent?", "payload": "svartid:pick:1"},
    {"type": "postback", "title": "Bord?", "payload": "svartid:pick:2"},
    {"type": "postback", "title": "Pakke?", "payload": "svartid:pick:3"},
    {"type": "postback", "title": "Retur?", "payload": "svartid:pick:4"},
    {"type": "postback", "title": "Allergi?", "payload": "svartid:pick:5"},
    {"type": "postback", "title": "Et menneske", "payload": "svartid:person"},
]
MENU_IN_ENGLISH = [
    {"type": "postback", "title": "Open?", "payload": "svartid:pick:1"},
    {"type": "postback", "title": "A person", "payload": "svartid:person"},
]
ICE_BREAKERS_IN_DANISH = [
    {"question": "Åbent?", "payload": "svartid:pick:1"},
    {"question": "Bord?", "payload": "svartid:pick:2"},
    {"question": "Pakke?", "payload": "svartid:pick:3"},
    {"question": "Retur?", "payload": "svartid:pick:4"},
]
ICE_BREAKERS_IN_ENGLISH = [
    {"question": "Open?", "payload": "svartid:pick:1"},
    {"question": "A person", "payload": "svartid:person"},
]
ON_INSTAGRAM = {
    "persistent_menu": [
        {"locale": "default", "call_to_actions": MENU_IN_DANISH},
        {"locale": "en_GB", "call_to_actions": MENU_IN_ENGLISH},
        {"locale": "en_US", "call_to_actions": MENU_IN_ENGLISH},
    ],
    "ice_breakers": [
        {"locale": "default", "call_to_actions": ICE_BREAKERS_IN_DANISH},
        {"locale": "en_GB", "call_to_actions": ICE_BREAKERS_IN_ENGLISH},
        {"locale": "en_US", "call_to_actions": ICE_BREAKERS_IN_ENGLISH},
    ],
}
ON_MESSENGER = {"get_started": {"payload": "svartid:welcome"}, **ON_INSTAGRAM}

DONE = reply_json(200, {"result": "success"})
ME_THE_PAGE = reply_json(200, {"id": PAGE, "name": "Café Norden"})
ON = {"platform": ["instagram"]}


@pytest.fixture
def graph(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGraph]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with FakeGraph() as graph:
        yield graph


def pages(graph: FakeGraph, *answers: Behaviour) -> GraphPages:
    graph.will(*answers)
    url = graph.url
    return GraphPages(TOKENS.get, graph_url=f"{url}/fb", instagram_graph_url=f"{url}/ig", version="v26.0")


def told(*profiles: object) -> Behaviour:
    return reply_json(200, {"data": list(profiles)})


def test_a_page_gets_menu_ice_breakers_and_a_button_to_get_started(graph: FakeGraph) -> None:
    assert pages(graph, ME_THE_PAGE, DONE).set_menu(PAGE, (DANISH, ENGLISH)) is True
    asked = graph.asked[-1]
    assert (asked.method, asked.path, asked.query) == ("POST", "/fb/v26.0/me/messenger_profile", {})
    assert asked.headers["Authorization"] == "Bearer EAApage"
    assert asked.body == ON_MESSENGER


def test_an_instagram_account_of_a_page_gets_what_instagram_knows(graph: FakeGraph) -> None:
    assert pages(graph, ME_THE_PAGE, DONE).set_menu(LINKED, (DANISH, ENGLISH)) is True
    asked = graph.asked[-1]
    assert (asked.method, asked.path, asked.query) == ("POST", "/fb/v26.0/me/messenger_profile", ON)
    assert asked.body == ON_INSTAGRAM


def test_an_instagram_login_gets_the_same_on_its_own_host(graph: FakeGraph) -> None:
    assert pages(graph, reply_json(200, {"success": True})).set_menu(LOGIN, (DANISH, ENGLISH)) is True
    (asked,) = graph.asked
    assert (asked.method, asked.path, asked.query) == ("POST", "/ig/v26.0/me/messenger_profile", ON)
    assert asked.headers["Authorization"] == "Bearer IGlogin"
    assert asked.body == ON_INSTAGRAM


def test_a_language_that_meta_has_no_settings_for_reads_the_houses_first(graph: FakeGraph) -> None:
    pages(graph, ME_THE_PAGE, DONE).set_menu(PAGE, (DANISH, *FINNISH_AND_MALTESE))
    body = graph.asked[-1].body
    assert isinstance(body, dict)
    assert [menu["locale"] for menu in body["persistent_menu"]] == ["default", "fi_FI"]


def test_takes_away_what_leads_to_us_and_leaves_the_rest(graph: FakeGraph) -> None:
    theirs = {"ice_breakers": [{"locale": "default", "call_to_actions": [{"question": "Hi?", "payload": "HI"}]}]}
    there = told({**ON_MESSENGER, **theirs})
    assert pages(graph, ME_THE_PAGE, there, DONE).set_menu(PAGE, NO_MENU) is True
    read, asked = graph.asked[1:]
    assert (read.method, read.query) == ("GET", {"fields": ["get_started,persistent_menu,ice_breakers"]})
    assert (asked.method, asked.path, asked.query) == ("DELETE", "/fb/v26.0/me/messenger_profile", {})
    assert asked.body == {"fields": ["get_started", "persistent_menu"]}


def test_takes_instagrams_menu_away_from_instagram(graph: FakeGraph) -> None:
    assert pages(graph, ME_THE_PAGE, told(ON_INSTAGRAM), DONE).set_menu(LINKED, NO_MENU) is True
    read, asked = graph.asked[1:]
    assert (read.method, read.query) == ("GET", {"fields": ["persistent_menu,ice_breakers"], **ON})
    assert (asked.method, asked.query) == ("DELETE", ON)
    assert asked.body == {"fields": ["persistent_menu", "ice_breakers"]}


@pytest.mark.parametrize("there", [told(), told({"get_started": {"payload": "GET_STARTED"}})])
def test_where_nothing_is_ours_nothing_is_taken_away(graph: FakeGraph, there: Behaviour) -> None:
    assert pages(graph, ME_THE_PAGE, there).set_menu(PAGE, NO_MENU) is False
    assert [asked.method for asked in graph.asked] == ["GET", "GET"]


def also_told(profile: Mapping[str, object]) -> dict[str, object]:
    """The profile with what Meta adds to it, and its languages in another order."""
    menus = profile["persistent_menu"]
    assert isinstance(menus, list)
    return {**profile, "persistent_menu": [{**menu, "composer_input_disabled": False} for menu in reversed(menus)]}


@pytest.mark.parametrize(
    ("account", "there", "same"),
    [
        (PAGE, told(ON_MESSENGER), True),
        (PAGE, told(also_told(ON_MESSENGER)), True),
        (PAGE, told(ON_INSTAGRAM), False),
        (PAGE, told({**ON_MESSENGER, "get_started": {"payload": "GET_STARTED"}}), False),
        (PAGE, told(), False),
        (LINKED, told(ON_INSTAGRAM), True),
        (LINKED, told({"persistent_menu": ON_INSTAGRAM["persistent_menu"]}, *ON_INSTAGRAM["ice_breakers"]), True),
        (LINKED, told({**ON_INSTAGRAM, "ice_breakers": ON_INSTAGRAM["ice_breakers"][:1]}), False),
        (LINKED, told({**ON_INSTAGRAM, "ice_breakers": [{"question": "Hi?", "payload": "HI"}]}), False),
        (LINKED, told("nonsense"), False),
    ],
)
def test_knows_whether_customers_see_the_houses_menu(
    graph: FakeGraph, account: str, there: Behaviour, *, same: bool
) -> None:
    assert pages(graph, ME_THE_PAGE, there).shows_menu(account, (DANISH, ENGLISH)) is same


@pytest.mark.parametrize(
    ("there", "same"), [(told(), True), (told({"get_started": {"payload": "GO"}}), True), (told(ON_MESSENGER), False)]
)
def test_a_menu_that_somebody_else_set_is_theirs(graph: FakeGraph, there: Behaviour, *, same: bool) -> None:
    assert pages(graph, ME_THE_PAGE, there).shows_menu(PAGE, NO_MENU) is same


def test_tells_why_meta_refuses_a_menu(graph: FakeGraph) -> None:
    error = {"message": "(#100) Param persistent_menu[0] is wrong", "type": "OAuthException", "code": 100}
    with pytest.raises(SendError) as caught:
        pages(graph, ME_THE_PAGE, reply_json(400, {"error": error})).set_menu(PAGE, (DANISH,))
    assert caught.value.fate is Fate.REFUSED
    assert str(caught.value) == "error 100 (HTTP 400): (#100) Param persistent_menu[0] is wrong"


def test_an_unconfirmed_menu_is_not_set(graph: FakeGraph) -> None:
    with pytest.raises(SendError, match="did not confirm the menu of account 111"):
        pages(graph, ME_THE_PAGE, reply_json(200, {"result": "maybe"})).set_menu(PAGE, (DANISH,))


def test_tells_that_nobody_answered(graph: FakeGraph) -> None:
    with pytest.raises(SendError, match="no answer from"):
        pages(graph, hang_up_without_an_answer).set_menu(PAGE, (DANISH,))
