import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webhooks.speaking.usage import pause_asked

MINUTE = timedelta(minutes=1)


def app(**usage: object) -> dict[str, str]:
    return {"X-App-Usage": json.dumps(usage)}


def business(*usages: object) -> dict[str, str]:
    return {"X-Business-Use-Case-Usage": json.dumps({"111": usages})}


def test_does_not_pause_where_there_is_room() -> None:
    usage = {"call_count": 89, "total_time": 25, "total_cputime": 25, "estimated_time_to_regain_access": 0}
    assert pause_asked(app(call_count=89, total_time=25, total_cputime=25)) is None
    assert pause_asked(business({"type": "messenger", **usage})) is None
    assert pause_asked({}) is None


@pytest.mark.parametrize("limit", ["call_count", "total_time", "total_cputime"])
def test_takes_a_breather_when_any_limit_is_near(limit: str) -> None:
    assert pause_asked(app(**{limit: 90})) == MINUTE
    assert pause_asked(business({"type": "messenger", limit: 120})) == MINUTE


def test_waits_as_long_as_meta_estimates() -> None:
    usage = {"type": "instagram", "call_count": 100, "estimated_time_to_regain_access": 19}
    assert pause_asked(business(usage)) == 19 * MINUTE


def test_the_longest_wait_counts() -> None:
    headers = business({"type": "pages", "call_count": 95}, {"type": "messenger", "estimated_time_to_regain_access": 5})
    assert pause_asked(headers | app(call_count=99)) == 5 * MINUTE


def test_what_does_not_concern_messaging_does_not_count() -> None:
    usage = {"call_count": 100, "estimated_time_to_regain_access": 60}
    assert pause_asked(business({"type": "ads_insights", **usage}, {"type": "leadgen", **usage})) is None


def test_never_waits_longer_than_a_day() -> None:
    usage = {"type": "messenger", "estimated_time_to_regain_access": 100_000}
    assert pause_asked(business(usage)) == timedelta(days=1)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.just(10**400),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["type", "call_count", "111"]) | st.text(), inner),
)
USAGES = st.lists(
    st.fixed_dictionaries({"type": st.just("messenger"), "estimated_time_to_regain_access": JSON, "call_count": JSON})
)


@given(
    st.text() | JSON.map(json.dumps) | USAGES.map(lambda usages: json.dumps({"111": usages})) | st.just("[" * 60_000)
)
def test_a_header_without_sense_is_harmless(text: str) -> None:
    pause = pause_asked({"X-App-Usage": text, "X-Business-Use-Case-Usage": text})
    assert pause is None or timedelta(0) < pause <= timedelta(days=1)
