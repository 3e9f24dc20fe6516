"""Behind the scenes: how delivery goes, what the app sent, what time it is, and what can be made to go wrong."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify

from webhooks.standin import asked
from webhooks.standin.accounts import Accounts, ImpossibleError
from webhooks.standin.clock import Clock
from webhooks.standin.conversation import Thread
from webhooks.standin.delivery import Delivery
from webhooks.standin.faults import Fault, Faults, Mode, Troubles
from webhooks.standin.world import AcceptedSend, World


def backstage_api(accounts: Accounts, world: World, delivery: Delivery, troubles: Troubles, clock: Clock) -> Blueprint:
    """What a page shows around the conversation, and tests and tours want to know."""
    backstage = Backstage(accounts, world, delivery, troubles, clock)
    blueprint = Blueprint("backstage", __name__, url_prefix="/standin")
    for look in (backstage.state, backstage.sends):
        blueprint.add_url_rule(f"/{look.__name__}", view_func=look)
    for wish in (backstage.faults, backstage.travel):
        blueprint.add_url_rule(f"/{wish.__name__}", view_func=wish, methods=["POST"])
    return blueprint


class Backstage:
    """Answers the requests, or raises ImpossibleError or ClockError."""

    def __init__(self, accounts: Accounts, world: World, delivery: Delivery, troubles: Troubles, clock: Clock) -> None:
        self._accounts = accounts
        self._world = world
        self._delivery = delivery
        self._troubles = troubles
        self._clock = clock

    def state(self) -> Response:
        """How the handshake and delivery went, what time it is for the app, what goes wrong, and who is there."""
        status = self._delivery.status()
        return jsonify(
            handshake=status.verified,
            detail=status.detail,
            undelivered=status.undelivered,
            given_up=status.given_up,
            clock=self._clock.shown(),
            faults=self._faults(),
            accounts=[
                {
                    "id": account.id,
                    "channel": account.channel,
                    "name": account.name,
                    "customers": [_at_a_glance(thread) for thread in self._world.threads(account)],
                }
                for account in self._accounts.all()
            ],
        )

    def sends(self) -> Response:
        """Every message that the Graph API accepted, in order."""
        return jsonify(sends=[_accepted(accepted) for accepted in self._world.sends()])

    def faults(self) -> Response:
        """`mode`, for the next `times` sends or webhooks; `seconds` of slowness, `minutes` of a rate limit.

        `none` ends all, or those `of` sends or of webhooks.
        """
        body = asked.body()
        if body.get("mode") not in tuple(Mode):
            raise ImpossibleError(f"mode must be one of {', '.join(Mode)}.")
        times = None if body.get("times") is None else int(asked.number(body, "times", least=1))
        seconds, minutes = asked.number(body, "seconds"), int(asked.number(body, "minutes"))
        fault = Fault(Mode(body["mode"]), seconds=seconds, minutes=minutes)
        for family in self._meant(fault.mode, body.get("of")):
            family.order(fault, times=times)
        return jsonify(success=True)

    def travel(self) -> Response:
        """The app's clock, and this one, go on from the ISO time `to`; null for the present."""
        self._clock.travel(asked.body().get("to"))
        return jsonify(clock=self._clock.shown())

    def _meant(self, mode: Mode, of: object) -> tuple[Faults, ...]:
        families = {"sends": self._troubles.sends, "webhooks": self._troubles.webhooks}
        if mode is not Mode.NONE:
            return (families["webhooks" if mode.of_webhooks else "sends"],)
        if of is None:
            return tuple(families.values())
        if of not in tuple(families):
            raise ImpossibleError(f"of must be one of {', '.join(families)}.")
        return (families[str(of)],)

    def _faults(self) -> dict[str, Any]:
        (send, sends_left), (webhook, webhooks_left) = (
            self._troubles.sends.ordered(),
            self._troubles.webhooks.ordered(),
        )
        return {
            "sends": {**asdict(send), "left": sends_left},
            "webhooks": {"mode": webhook.mode, "left": webhooks_left},
        }


def _at_a_glance(thread: Thread) -> dict[str, Any]:
    last = thread.last
    shown = last and {"author": last.author, "text": last.text, "timestamp": last.timestamp, "kind": last.kind}
    return {
        "id": thread.customer_id,
        "name": thread.name,
        "language": thread.language,
        "last": shown,
        "unanswered": thread.unanswered,
    }


def _accepted(accepted: AcceptedSend) -> dict[str, Any]:
    return {
        "account": accepted.account.id,
        "channel": accepted.account.channel,
        "recipient": accepted.customer_id,
        "customer": accepted.customer,
        "mid": accepted.message.mid,
        "timestamp": accepted.message.timestamp,
        **asdict(accepted.send),
    }
