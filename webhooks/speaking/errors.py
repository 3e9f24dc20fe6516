"""What Meta's errors mean for a text. Codes and subcodes: Messenger Platform, "Common Error Codes"."""

from dataclasses import dataclass
from datetime import timedelta

from bot.core.sending import Fate, SendError
from webhooks.speaking.exchange import Answer
from webhooks.speaking.usage import pause_asked

_META_ASKS = 2018321  # Meta's own questions and answers are running: "wait for the flow to finish"
_WHILE_META_ASKS = timedelta(seconds=30)

# Looked up by subcode, then by code: some stand on their own, and Meta pairs others with more than one code.
_PRECISE: dict[int, Fate] = {
    1357046: Fate.DOUBTFUL,  # "invalid JSON reply", although the messages were sent
    2018344: Fate.REFUSED,  # "temporarily unavailable", but only until somebody accepts Meta's terms
    1893063: Fate.PAUSE,  # restricted from sending for a while
    2534029: Fate.PAUSE,  # blocked from Instagram messaging
    2018278: Fate.WINDOW_CLOSED,
    2534022: Fate.WINDOW_CLOSED,
    2018065: Fate.WINDOW_CLOSED,
    1545041: Fate.UNREACHABLE,  # "isn't available"; the page on sending files it under the closed window
    2018108: Fate.UNREACHABLE,
    2018028: Fate.PERMISSION,
    2534041: Fate.PERMISSION,  # the owner has switched off access to Instagram messages
    2534077: Fate.PERMISSION,  # Page and Instagram account are no longer linked
    2534037: Fate.NOT_OWNER,
    2018300: Fate.NOT_OWNER,
    _META_ASKS: Fate.RETRY,
    2018218: Fate.REFUSED,  # no profile to be had of this person
    2018247: Fate.PERMISSION,  # to read profiles
}
_GENERAL: dict[int, Fate] = {
    1: Fate.RETRY,
    2: Fate.RETRY,
    4: Fate.RETRY,  # throttles, from here on
    17: Fate.RETRY,
    32: Fate.RETRY,
    341: Fate.RETRY,
    613: Fate.RETRY,
    80001: Fate.RETRY,
    80002: Fate.RETRY,
    80006: Fate.RETRY,
    368: Fate.PAUSE,  # blocked for breaking a policy
    2022: Fate.PAUSE,
    551: Fate.UNREACHABLE,
    100: Fate.REFUSED,  # an id or parameter that Meta does not take
    102: Fate.TOKEN,
    190: Fate.TOKEN,
    3: Fate.PERMISSION,
    10: Fate.PERMISSION,
    **dict.fromkeys(range(200, 300), Fate.PERMISSION),
}
_UNSURE = {1, 2, 100}  # codes so broad that Meta's own word on whether it will pass counts for more
_LONGEST_MESSAGE = 300


@dataclass(frozen=True, slots=True)
class GraphError:
    """What Meta says went wrong."""

    code: int
    subcode: int | None
    is_transient: bool | None
    message: str


def graph_error(answer: Answer) -> GraphError | None:
    """The error in an answer; None where there is none in Meta's form."""
    error = answer.content().get("error")
    if not isinstance(error, dict) or (code := _integer(error.get("code"))) is None:
        return None
    transient = error.get("is_transient")
    return GraphError(
        code=code,
        subcode=_integer(error.get("error_subcode")),
        is_transient=transient if isinstance(transient, bool) else None,
        message=_one_line(str(error.get("message", ""))),
    )


def send_error(answer: Answer, *, secret: str) -> SendError:
    """The failure that an answer without success tells of; without the secret, which Meta may quote back at us."""
    error = graph_error(answer)
    wait = pause_asked(answer.headers)
    if error is None:
        return SendError(
            _fate_of_status(answer.status),
            f"HTTP {answer.status} with an answer that is not in Meta's form",
            retry_after=wait,
        )
    numbers = [number for number in (error.code, error.subcode) if number is not None]
    if _META_ASKS in numbers:
        wait = wait or _WHILE_META_ASKS
    said = error.message.replace(secret, "…")[:_LONGEST_MESSAGE]
    detail = f"error {'/'.join(map(str, numbers))} (HTTP {answer.status}): {said}"
    return SendError(_fate(answer.status, error), detail, retry_after=wait)


def _fate(status: int, error: GraphError) -> Fate:
    """By the most precise thing that Meta says."""
    for number in (error.subcode, error.code):
        if number in _PRECISE:
            return _PRECISE[number]
    known = _GENERAL.get(error.code)
    if known and error.code not in _UNSURE:
        return known
    if error.is_transient is not None:
        return Fate.RETRY if error.is_transient else Fate.REFUSED
    return known or (Fate.RETRY if status >= 500 or status in {408, 429} else Fate.REFUSED)


def _fate_of_status(status: int) -> Fate:
    """Where something between us and Meta answered, or only a part came through.

    A gateway that gave up waiting (504) may have handed the text on, as a success may hide in an answer that cannot be
    read. All else was not taken: a refusal is Meta's to pronounce, so that a proxy's page costs time and no text.
    """
    return Fate.DOUBTFUL if status < 300 or status == 504 else Fate.RETRY


def _one_line(text: str) -> str:
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def _integer(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
