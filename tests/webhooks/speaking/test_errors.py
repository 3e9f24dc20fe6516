import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.sending import Fate
from webhooks.speaking.errors import send_error
from webhooks.speaking.exchange import Answer

EXPIRED = {
    "error": {
        "message": "Error validating access token:\n Session has expired, EAAsecret",
        "type": "OAuthException",
        "code": 190,
        "error_subcode": 463,
        "error_user_title": "A title",
        "error_user_msg": "A message",
        "fbtrace_id": "EJplcsCHuLu",
    }
}


def answer(status: int, content: object, headers: dict[str, str] | None = None) -> Answer:
    return Answer(status, headers or {}, json.dumps(content).encode())


def fate(code: int, subcode: int | None = None, *, status: int = 400, transient: bool | None = None) -> Fate:
    error: dict[str, object] = {"message": "no", "type": "OAuthException", "code": code, "fbtrace_id": "A"}
    if subcode is not None:
        error["error_subcode"] = subcode
    if transient is not None:
        error["is_transient"] = transient
    return send_error(answer(status, {"error": error}), secret="EAAsecret").fate


PASSING = [(code, None) for code in (1, 2, 4, 17, 32, 341, 613, 80001, 80002, 80006)]


@pytest.mark.parametrize(
    ("code", "subcode"),
    [*PASSING, (1, 99), (613, 2534040), (10, 2018321), (2018321, None)],
)
def test_what_passes_is_tried_again(code: int, subcode: int | None) -> None:
    assert fate(code, subcode) is Fate.RETRY
    assert fate(code, subcode, transient=True) is Fate.RETRY


@pytest.mark.parametrize(("code", "subcode"), [(368, None), (10, 1893063), (100, 2534029), (2022, None)])
def test_a_block_pauses_everything(code: int, subcode: int | None) -> None:
    assert fate(code, subcode) is Fate.PAUSE


@pytest.mark.parametrize("subcode", [2018278, 2534022, 2018065])
def test_knows_the_closed_window(subcode: int) -> None:
    assert fate(10, subcode) is Fate.WINDOW_CLOSED


@pytest.mark.parametrize(("code", "subcode"), [(551, None), (551, 1545041), (200, 1545041), (10, 2018108)])
def test_knows_who_cannot_be_reached(code: int, subcode: int | None) -> None:
    assert fate(code, subcode) is Fate.UNREACHABLE


@pytest.mark.parametrize("subcode", [None, 33, 2018001, 2018218, 2534014, 2534025])
def test_a_bad_parameter_is_refused_for_good(subcode: int | None) -> None:
    assert fate(100, subcode) is Fate.REFUSED


@pytest.mark.parametrize("subcode", [None, 458, 459, 460, 463, 464, 467, 492])
def test_knows_a_token_that_is_no_longer_good(subcode: int | None) -> None:
    assert fate(190, subcode) is Fate.TOKEN
    assert fate(102) is Fate.TOKEN


@pytest.mark.parametrize(
    ("code", "subcode"),
    [
        *((code, None) for code in (3, 10, 200, 230, 299, 2018247)),
        *((200, 2018028), (200, 2534041), (10, 2534077), (10, 2018247)),
    ],
)
def test_knows_what_the_app_may_not_do(code: int, subcode: int | None) -> None:
    assert fate(code, subcode) is Fate.PERMISSION


@pytest.mark.parametrize(("code", "subcode"), [(100, 2534037), (10, 2018300), (2018300, None)])
def test_knows_that_another_has_the_conversation(code: int, subcode: int | None) -> None:
    assert fate(code, subcode) is Fate.NOT_OWNER


def test_a_recorded_error_is_a_lost_token() -> None:
    recorded = (Path(__file__).parents[2] / "payloads" / "exampleErrorNew.json").read_bytes()

    assert send_error(Answer(401, {}, recorded), secret="EAAsecret").fate is Fate.TOKEN


def test_an_error_in_spite_of_delivery_is_doubtful() -> None:
    assert fate(1, 1357046) is Fate.DOUBTFUL
    assert fate(1, 1357046, status=500, transient=True) is Fate.DOUBTFUL


def test_meta_may_say_that_a_broad_error_will_not_pass() -> None:
    assert fate(2, transient=False) is Fate.REFUSED
    assert fate(2, 2018344) is Fate.REFUSED
    assert fate(100, transient=True) is Fate.RETRY


def test_a_known_error_is_known_whatever_its_status() -> None:
    assert fate(190, 460, status=500) is Fate.TOKEN
    assert fate(10, 2018278, status=200) is Fate.WINDOW_CLOSED


def test_an_unknown_error_goes_by_what_meta_says_of_it_and_else_by_its_status() -> None:
    assert fate(36103) is Fate.REFUSED
    assert fate(36103, status=429) is Fate.RETRY
    assert fate(36103, status=503) is Fate.RETRY
    assert fate(36103, transient=True) is Fate.RETRY
    assert fate(36103, status=500, transient=False) is Fate.REFUSED


@pytest.mark.parametrize("status", [301, 302, 400, 403, 404, 429, 500, 502, 503])
def test_an_answer_that_is_not_metas_is_worth_another_try(status: int) -> None:
    assert send_error(Answer(status, {}, b"<html>Sorry</html>"), secret="x").fate is Fate.RETRY
    assert send_error(Answer(status, {}, None), secret="x").fate is Fate.RETRY


def test_a_gateway_that_gave_up_waiting_may_have_handed_the_text_on() -> None:
    assert send_error(Answer(504, {}, b"<html>"), secret="x").fate is Fate.DOUBTFUL


@pytest.mark.parametrize("body", [b"", None, b"{}", b"[]", b"ok", b"\xff", b"[" * 60_000, b'{"error": "no"}'])
def test_a_success_that_cannot_be_read_is_doubtful(body: bytes | None) -> None:
    assert send_error(Answer(200, {}, body), secret="x").fate is Fate.DOUBTFUL


def test_says_in_one_line_what_meta_said_without_the_token_it_quotes() -> None:
    failure = send_error(answer(400, EXPIRED), secret="EAAsecret")
    assert failure.detail == "error 190/463 (HTTP 400): Error validating access token: Session has expired, …"


def test_reads_numbers_that_come_as_text() -> None:
    assert send_error(answer(400, {"error": {"code": "190"}}), secret="x").fate is Fate.TOKEN


def test_waits_as_long_as_meta_asks() -> None:
    usage = {"111": [{"type": "messenger", "call_count": 100, "estimated_time_to_regain_access": 7}]}
    headers = {"X-Business-Use-Case-Usage": json.dumps(usage)}
    failure = send_error(answer(400, {"error": {"code": 80006, "message": "slow down"}}, headers), secret="x")
    assert failure.retry_after == timedelta(minutes=7)
    assert send_error(answer(400, {"error": {"code": 80006}}), secret="x").retry_after is None


def test_lets_metas_own_questions_and_answers_finish() -> None:
    failure = send_error(answer(400, {"error": {"code": 10, "error_subcode": 2018321}}), secret="x")
    assert failure.retry_after == timedelta(seconds=30)


ODD = (
    st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers()) | st.floats() | st.just("9" * 5000)
)
NAMES = ("code", "error_subcode", "is_transient", "message")


@given(st.sampled_from([200, 400, 500]), ODD | st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, ODD)))
def test_makes_something_of_any_error(status: int, error: object) -> None:
    failure = send_error(answer(status, {"error": error}), secret="EAAsecret")
    assert failure.detail.isprintable()


@given(st.integers(-(10**6), 10**7), st.none() | st.integers(0, 10**7), st.sampled_from([400, 500, 503]))
def test_every_code_has_a_fate(code: int, subcode: int | None, status: int) -> None:
    assert fate(code, subcode, status=status) in Fate
