"""How close we are to Meta's rate limits, by the headers of its answers."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from webhooks.speaking.exchange import json_object

_NEARLY_FULL = 90  # percent
_BREATHER = timedelta(minutes=1)  # the windows roll, so that a little later a little is free again
_LONGEST = timedelta(days=1)  # the longest window that Meta counts in
_OURS = ("messenger", "instagram", "pages")  # the business use cases that sending and subscribing count towards


def pause_asked(headers: Mapping[str, str]) -> timedelta | None:
    """How long to hold the account's calls, or None; a header that makes no sense counts as absent.

    That is Meta's own estimate of when it will listen again; without one, a minute from 90 % of any limit on.
    """
    waits = [_wait(usage) for usage in (json_object(headers.get("X-App-Usage", "")), *_business_usages(headers))]
    return max(filter(None, waits), default=None)


def _business_usages(headers: Mapping[str, str]) -> Iterator[dict[str, object]]:
    """What concerns messaging. The ids are no guide: an Instagram account's calls count for its Page."""
    for usages in json_object(headers.get("X-Business-Use-Case-Usage", "")).values():
        for usage in usages if isinstance(usages, list) else []:
            if isinstance(usage, dict) and usage.get("type") in _OURS:
                yield usage


def _wait(usage: Mapping[str, object]) -> timedelta | None:
    minutes = _number(usage, "estimated_time_to_regain_access")
    if minutes > 0:
        return min(timedelta(minutes=minutes), _LONGEST)
    shares = (_number(usage, name) for name in ("call_count", "total_time", "total_cputime"))
    return _BREATHER if max(shares) >= _NEARLY_FULL else None


def _number(usage: Mapping[str, object], name: str) -> float:
    value = usage.get(name)
    return value if isinstance(value, int | float) and 0 < value < 1e6 else 0
