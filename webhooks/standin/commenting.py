"""The public side: an account's post and what is said under it, as JSON."""

from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from webhooks.standin import asked
from webhooks.standin.accounts import Accounts
from webhooks.standin.conversation import Account, Channel
from webhooks.standin.posts import Comment, Commenter
from webhooks.standin.wall import Wall
from webhooks.standin.world import World


def commenting_api(accounts: Accounts, world: World, wall: Wall) -> Blueprint:
    """Reading a post, commenting as a customer, answering and hiding as staff."""
    commenting = Commenting(accounts, world, wall)
    blueprint = Blueprint("commenting", __name__, url_prefix="/standin")
    blueprint.add_url_rule("/post", view_func=commenting.post)
    for wish in (
        commenting.comment,
        commenting.comment_edit,
        commenting.comment_remove,
        commenting.comment_answer,
        commenting.comment_hide,
    ):
        blueprint.add_url_rule(f"/{wish.__name__}", view_func=wish, methods=["POST"])
    return blueprint


class Commenting:
    """Answers the requests, or raises ImpossibleError."""

    def __init__(self, accounts: Accounts, world: World, wall: Wall) -> None:
        self._accounts = accounts
        self._world = world
        self._wall = wall

    def post(self) -> Response:
        """The account's post and its comments, in order; `subscribed`: whether its app hears of them."""
        account = asked.which(request.args, self._accounts)
        post = self._wall.post(account)
        return jsonify(
            id=post.id,
            text=post.text,
            picture=url_for("static", filename="post.svg"),
            subscribed=_field(account) in self._accounts.subscribed_fields(account),
            comments=[_told(comment) for comment in post.comments],
        )

    def comment(self) -> Response:
        """The customer writes `text` under the post, or under the comment `parent`."""
        body = asked.body()
        account, customer = asked.whom(body, self._accounts)
        text, parent = asked.text(body, "text"), asked.optional_text(body, "parent")
        person = self._world.meet(account, customer)
        return jsonify(
            comment_id=self._wall.comment(account, Commenter(person.customer_id, person.name), text, parent).id
        )

    def comment_edit(self) -> Response:
        """The customer gives the comment `comment_id` another `text`."""
        body = asked.body()
        self._wall.edit(asked.text(body, "comment_id"), asked.text(body, "text"))
        return jsonify(success=True)

    def comment_remove(self) -> Response:
        """The customer takes the comment `comment_id` back."""
        self._wall.remove(asked.text(asked.body(), "comment_id"))
        return jsonify(success=True)

    def comment_answer(self) -> Response:
        """Staff answer the comment `comment_id` with `text`, as the Page."""
        body = asked.body()
        return jsonify(comment_id=self._wall.answer(asked.text(body, "comment_id"), asked.text(body, "text")).id)

    def comment_hide(self) -> Response:
        """Staff hide the comment `comment_id`, or with `hidden` false show it again."""
        body = asked.body()
        self._wall.hide(asked.text(body, "comment_id"), hidden=asked.truth(body, "hidden"))
        return jsonify(success=True)


def _field(account: Account) -> str:
    return "feed" if account.channel is Channel.MESSENGER else "comments"


def _told(comment: Comment) -> dict[str, Any]:
    customer = comment.customer
    return {
        "id": comment.id,
        "customer": customer and {"id": customer.id, "name": customer.name},
        "by_page": comment.by_page,
        "text": comment.text,
        "timestamp": comment.timestamp,
        "parent": comment.parent,
        "edited": comment.edited,
        "hidden": comment.hidden,
        "removed": comment.removed,
    }
