"""What the Graph API tells of a customer or an account, as far as it is asked."""

from typing import Any

from flask import Response, jsonify, request

from webhooks.standin.conversation import Account, Channel, Thread, username
from webhooks.standin.graph_error import invalid


def customer_node(thread: Thread) -> Response:
    """The profile of a customer. Raises GraphError."""
    return _fields(_profile(thread), "User")


def account_node(account: Account) -> Response:
    """A Page or an Instagram account. Raises GraphError."""
    return _fields(_account_fields(account), "Page" if account.channel is Channel.MESSENGER else "IGUser")


def _fields(values: dict[str, Any], kind: str) -> Response:
    """The asked fields of a node, or the usual ones."""
    asked = [name.strip() for name in request.args.get("fields", "").split(",") if name.strip()]
    for name in asked:
        if name not in values:
            raise invalid(f"Tried accessing nonexisting field ({name}) on node type ({kind})")
    return jsonify({name: values[name] for name in asked or values} | {"id": values["id"]})


def _profile(thread: Thread) -> dict[str, Any]:
    picture = f"{request.host_url}static/person.svg"
    if thread.account.channel is Channel.MESSENGER:
        first_name, _, last_name = thread.name.partition(" ")
        return {"first_name": first_name, "last_name": last_name, "profile_pic": picture, "id": thread.customer_id}
    return {
        "name": thread.name,
        "username": username(thread.name),
        "profile_pic": picture,
        "follower_count": 0,
        "is_user_follow_business": False,
        "is_business_follow_user": False,
        "is_verified_user": False,
        "id": thread.customer_id,
    }


def _account_fields(account: Account) -> dict[str, Any]:
    if account.channel is Channel.MESSENGER:
        return {"name": account.name, "id": account.id}
    names = {"name": account.name, "username": username(account.name), "id": account.id}
    return {"user_id": account.id, **names} if account.login else names
