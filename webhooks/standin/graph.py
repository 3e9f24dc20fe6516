"""The part of the Graph API that a messaging app uses."""

import json
import re
import socket
import time
from typing import Any

from flask import Blueprint, Response, jsonify, request

from webhooks.standin import profile
from webhooks.standin.accounts import Accounts
from webhooks.standin.conversation import Account, Author, Channel, Thread
from webhooks.standin.events import FIELDS_KNOWN
from webhooks.standin.faults import Fault, Faults, Mode
from webhooks.standin.graph_error import GraphError, invalid
from webhooks.standin.nodes import account_node, customer_node
from webhooks.standin.sends import SENDER_ACTIONS, check_window, read_reaction, read_send
from webhooks.standin.world import World

SIXTY_DAYS = 5184000  # seconds, the life of an Instagram token

_VERSION = re.compile(r"v\d+\.\d+")
_NO_SUCH_USER = 2018001
_NO_SUCH_OBJECT = 33
_PASSWORD_CHANGED = 460


def graph_api(accounts: Accounts, world: World, faults: Faults, *, app_id: int) -> Blueprint:
    """Everything below any version, or none."""
    graph = Graph(accounts, world, faults, app_id)
    blueprint = Blueprint("graph", __name__)
    blueprint.add_url_rule("/<path:path>", view_func=graph.answer, methods=["GET", "POST", "DELETE"])
    blueprint.register_error_handler(GraphError, _refuse)
    return blueprint


class Graph:
    """Answers Graph API requests, or raises GraphError."""

    def __init__(self, accounts: Accounts, world: World, faults: Faults, app_id: int) -> None:
        self._accounts = accounts
        self._world = world
        self._faults = faults
        self._app_id = app_id

    def answer(self, path: str) -> Response:
        """Find out what is asked, and answer it."""
        first, *rest = path.split("/")
        asked = rest if _VERSION.fullmatch(first) else [first, *rest]
        match request.method, asked:
            case "GET", ["refresh_access_token"]:
                return self._refresh_token()
            case "POST", [node, "messages"]:
                return self._messages(self._opened(node))
            case "GET", [node, "subscribed_apps"]:
                return self._subscriptions(self._opened(node)[0])
            case "POST", [node, "subscribed_apps"]:
                return self._subscribe(self._opened(node)[0])
            case method, [node, "messenger_profile"]:
                return self._profile(method, self._on_platform(self._opened(node)))
            case "GET", [node]:
                return self._node(node)
        raise GraphError(2500, f"Unknown path components: /{'/'.join(asked[1:] or asked)}")

    def _messages(self, accounts: tuple[Account, ...]) -> Response:
        body = _json_body()
        recipient = body.get("recipient")
        customer_id = recipient.get("id") if isinstance(recipient, dict) else None
        if not customer_id:
            raise invalid("The parameter recipient is required")
        thread = self._world.thread_of(accounts, str(customer_id))
        if thread is None:
            raise invalid("No matching user found", subcode=_NO_SUCH_USER)
        if "sender_action" in body:
            return self._sender_action(thread, body)
        return self._send(thread, body)

    def _sender_action(self, thread: Thread, body: dict[str, Any]) -> Response:
        action = body["sender_action"]
        if "message" in body:
            raise invalid("Only one of message and sender_action may be given.")
        if action not in SENDER_ACTIONS:
            raise invalid(f"Param sender_action must be one of {{{', '.join(SENDER_ACTIONS)}}}.")
        if action == "mark_seen":
            self._world.mark_seen(thread)
        elif action in ("react", "unreact"):
            self._react(thread, *read_reaction(body))
        else:
            self._world.show_typing(thread, on=action == "typing_on")
        return jsonify(recipient_id=thread.customer_id)

    def _react(self, thread: Thread, mid: str, emoji: str | None) -> None:
        message = thread.message(mid)
        if message is None or message.author is not Author.CUSTOMER:
            raise invalid("Param payload[message_id] must be the id of a message of this customer's.")
        self._world.react_as_page(thread, mid, emoji)

    def _send(self, thread: Thread, body: dict[str, Any]) -> Response:
        fault = self._faults.strike()
        refusal = _refusal(fault, thread.account)
        if refusal is not None:
            return refusal
        send = read_send(thread.account.channel, body)
        if send.reply_to is not None and thread.message(send.reply_to) is None:
            raise invalid("Param reply_to[mid] must be the id of a message in this conversation.")
        check_window(thread.account.channel, self._world.silence(thread), send.tag)
        message = self._world.accept(thread, send, echo=fault.mode is not Mode.ECHO_OFF)
        if fault.mode is Mode.DROP:
            return _hang_up()
        if fault.mode is Mode.SLOW:
            time.sleep(fault.seconds)
        return jsonify(recipient_id=thread.customer_id, message_id=message.mid)

    def _node(self, node: str) -> Response:
        accounts = self._opened("me")
        thread = self._world.thread_of(accounts, node)
        if thread is not None:
            return customer_node(thread)
        return account_node(self._opened(node)[0])

    def _subscriptions(self, account: Account) -> Response:
        app = {
            "id": str(self._app_id),
            "name": "Stand-in app",
            "subscribed_fields": self._accounts.subscribed_fields(account),
        }
        return jsonify(data=[app])

    def _subscribe(self, account: Account) -> Response:
        """A linked Instagram account stands for its Page here; its own events depend on the app alone."""
        given = request.values.get("subscribed_fields") or _json_body().get("subscribed_fields") or ""
        fields = given if isinstance(given, list) else [name.strip() for name in str(given).split(",") if name.strip()]
        if not fields:
            raise invalid("The parameter subscribed_fields is required")
        known = FIELDS_KNOWN[Channel.INSTAGRAM if account.login else Channel.MESSENGER]
        for position, name in enumerate(fields):
            if name not in known:
                names = ", ".join(sorted(known))
                raise invalid(f'Param subscribed_fields[{position}] must be one of {{{names}}} - got "{name}".')
        if account.login or account.channel is Channel.MESSENGER:
            self._accounts.subscribe(account, fields)
        return jsonify(success=True)

    def _profile(self, method: str, account: Account) -> Response:
        if method == "GET":
            names = request.args.get("fields", "").split(",") if request.args.get("fields") else list(profile.FIELDS)
            told = self._accounts.profile(account).told(profile.named_fields(names))
            return jsonify(data=[told] if told else [])
        body = _json_body()
        if method == "POST":
            self._accounts.change_profile(account, lambda now: profile.changed(now, body, account.channel))
        else:
            self._accounts.change_profile(
                account, lambda now: profile.without(now, body.get("fields"), account.channel)
            )
        return jsonify(result="success")

    @staticmethod
    def _on_platform(accounts: tuple[Account, ...]) -> Account:
        """A Page's token opens both its profiles; `platform` tells which is meant. Raises GraphError."""
        platform = request.values.get("platform") or _json_body().get("platform") or Channel.MESSENGER
        for account in accounts:
            if account.login or account.channel == platform:
                return account
        raise invalid("Param platform must name a platform that the access token has an account on.")

    def _refresh_token(self) -> Response:
        if request.args.get("grant_type") != "ig_refresh_token":
            raise invalid("Param grant_type must be ig_refresh_token.")
        if not any(account.login for account in self._opened("me")):
            raise _bad_token()
        fresh = self._accounts.refresh_token(_token())
        return jsonify(access_token=fresh, token_type="bearer", expires_in=SIXTY_DAYS)  # noqa: S106  # OAuth's word

    def _opened(self, node: str) -> tuple[Account, ...]:
        """The accounts that the request's token opens, the one that is named first."""
        accounts = self._accounts.opened_by(_token())
        if not accounts:
            raise _bad_token()
        if node == "me":
            return accounts
        named = tuple(account for account in accounts if account.id == node)
        if not named:
            message = (
                f"Unsupported {request.method.lower()} request. Object with ID '{node}' does not exist, cannot be "
                "loaded due to missing permissions, or does not support this operation. Please read the Graph API "
                "documentation at https://developers.facebook.com/docs/graph-api"
            )
            raise GraphError(100, message, subcode=_NO_SUCH_OBJECT, kind="GraphMethodException")
        return named + tuple(account for account in accounts if account.id != node)


def _token() -> str:
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() in {"bearer", "oauth"}:
        return bearer.strip()
    return str(request.values.get("access_token") or _json_body().get("access_token"))


def _json_body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def _bad_token() -> GraphError:
    return GraphError(190, "Invalid OAuth access token - Cannot parse access token", status=401)


def _refusal(fault: Fault, account: Account) -> Response | None:
    """What a fault answers instead of taking the send; None if it takes it. Raises GraphError."""
    match fault.mode:
        case Mode.TOKEN:
            message = (
                "Error validating access token: The session has been invalidated because the user changed their "
                "password or Facebook has changed the session for security reasons."
            )
            raise GraphError(190, message, subcode=_PASSWORD_CHANGED, status=401)
        case Mode.RATE:
            use = {"call_count": 100, "total_cputime": 25, "total_time": 25}
            case = {"type": account.channel.value, **use, "estimated_time_to_regain_access": fault.minutes}
            headers = {"X-App-Usage": json.dumps(use), "X-Business-Use-Case-Usage": json.dumps({account.id: [case]})}
            raise GraphError(613, "(#613) Calls to this api have exceeded the rate limit.", headers=headers)
        case Mode.DOWN:
            return Response(
                "<html><body><h1>Sorry, something went wrong.</h1></body></html>", 503, mimetype="text/html"
            )
        case Mode.LOST:
            return _hang_up()
    return None


def _refuse(error: GraphError) -> Response:
    response = jsonify(error.body())
    response.status_code = error.status
    response.headers.update(error.headers)
    return response


def _hang_up() -> Response:
    """Close the connection without an answer. The server notices that nobody listens and gives up on the response."""
    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    return Response(status=500)
