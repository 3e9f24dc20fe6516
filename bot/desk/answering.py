"""What is done with the reply box: send, put off, schedule, leave a note, keep a draft, save a reply."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from bot import people
from bot.core.conversation import Conversation
from bot.desk.access import allowed, user
from bot.desk.conversation import conversation_page, load_or_404, people_known
from bot.desk.filling import Unfilled, filled, signature
from bot.desk.going_back import can_be_undone, to_conversation, to_list
from bot.desk.moments import chosen_moment
from bot.desk.numbers import number_in
from bot.desk.office import Office
from bot.desk.refusals import in_words
from bot.desk.suggestions import looked_for
from bot.desk.tongue import gettext
from bot.people import Refused
from bot.store.saved_replies import forget_reply, save_reply, saved_replies_of
from bot.store.users import Role
from webhooks.speaking.splitting import split

TITLE_LENGTH = 60

_OF_TRAINEES = {"draft", "note"}
_ACTS = {"send", "send_done", "hold", "follow_up", "save_reply", *_OF_TRAINEES}


def answering(office: Office) -> Blueprint:
    """The routes behind the reply box."""
    pages = Blueprint("answering", __name__, url_prefix="/c/<id:conversation_id>")

    @pages.post("/write")
    @allowed(Role.TRAINEE)
    def write(conversation_id: int) -> ResponseReturnValue:
        act, text = request.form.get("act", ""), request.form.get("text", "").strip()
        if act not in _ACTS:
            act = "send"
        if act not in _OF_TRAINEES and not user().role.includes(Role.AGENT):
            return _refused(conversation_id, text, gettext("Your role does not allow this."), status=403)
        try:
            return _Writing(office, conversation_id, text).do(act)
        except Refused as refused:
            return _refused(conversation_id, text, _refusal(refused))
        except Unfilled as error:
            return _refused(conversation_id, text, str(error))

    def _refusal(refused: Refused) -> str:
        key = str(refused.facts.get("person") or "")
        with office.database.reading() as connection:
            name = office.names(connection).get(key, key)
        return in_words(refused, person=name or gettext("A colleague"))

    def _refused(conversation_id: int, text: str, why: str, *, status: int = 409) -> ResponseReturnValue:
        return conversation_page(office, conversation_id, box_text=text, reply_to=_reply_to(), problem=why), status

    @pages.get("/answers")
    @allowed(Role.TRAINEE)
    def look(conversation_id: int) -> str:
        with office.database.reading() as connection:
            one = load_or_404(connection, conversation_id)
            saved = saved_replies_of(connection, user().key)
        found = looked_for(request.args.get("q", "")[:200], saved, office.content(), one, office.now())
        return render_template("desk/looked_for.html", found=found, conversation_id=conversation_id)

    @pages.post("/answers/<id:reply_id>/forget")
    @allowed(Role.AGENT)
    def forget(conversation_id: int, reply_id: int) -> ResponseReturnValue:
        anybodys = user().role.includes(Role.EDITOR)
        with office.database.writing() as connection:
            forget_reply(connection, reply_id, person=None if anybodys else user().key)
        flash(gettext("The saved reply is gone."), "info")
        return to_conversation(conversation_id)

    return pages


@dataclass(frozen=True, slots=True)
class _Writing:
    """One text that somebody has written in a conversation."""

    office: Office
    conversation_id: int
    text: str

    def do(self, act: str) -> ResponseReturnValue:
        """What they want done with it. Raises Refused and Unfilled."""
        with self.office.database.writing() as connection:
            conversation = load_or_404(connection, self.conversation_id)
            match act:
                case "note":
                    self._leave_note(connection)
                case "draft":
                    self._keep_draft(connection)
                case "save_reply":
                    self._save(connection, conversation)
                case "hold":
                    self._hold(connection, conversation)
                case "follow_up":
                    self._follow_up(connection, conversation)
                case "send_done":
                    self._send(connection, conversation, done=True)
                    return to_list()
                case _:
                    self._send(connection, conversation, done=False)
        return to_conversation(self.conversation_id)

    def _send(self, connection: Connection, conversation: Conversation, *, done: bool) -> None:
        undo_id = people.answer(
            connection,
            self.office.seal,
            self.conversation_id,
            self._signed(conversation, None),
            from_draft=request.form.get("draft") or None,
            seen_seq=self._seen,
            reply_to=_reply_to(),
            done=done,
            **sent_to(self.office),
        )
        can_be_undone(undo_id, gettext("Your answer goes out in ten seconds."))

    def _hold(self, connection: Connection, conversation: Conversation) -> None:
        until = self._until()
        later = people.hold(
            connection,
            self.office.seal,
            self.conversation_id,
            self._signed(conversation, until),
            until=until,
            house_version=self.office.house_version(),
            seen_seq=self._seen,
            reply_to=_reply_to(),
            **sent_to(self.office),
        )
        can_be_undone(later.undo_id, gettext("Your text goes out in ten seconds; the customer goes on waiting."))
        if not later.in_time:
            told = gettext("Meta will have closed the conversation by then, unless the customer writes again.")
            flash(told, "warning")

    def _follow_up(self, connection: Connection, conversation: Conversation) -> None:
        later = people.schedule(
            connection,
            self.office.seal,
            self.conversation_id,
            self._signed(conversation, None),
            at=self._until(),
            split=split,
            now=self.office.now(),
            person=user().key,
            reply_to=_reply_to(),
        )
        can_be_undone(later.undo_id, gettext("It is kept until then."))
        if not later.in_time:
            told = gettext("Meta's 24 hours will be over then, so it becomes a draft that you send by hand.")
            flash(told, "warning")

    def _keep_draft(self, connection: Connection) -> None:
        office = self.office
        undo_id = people.keep_draft(
            connection, office.seal, self.conversation_id, self.text, person=user().key, now=office.now()
        )
        can_be_undone(undo_id, gettext("Kept as a draft; a colleague sends it."))

    def _leave_note(self, connection: Connection) -> None:
        undo_id = people.leave_note(
            connection,
            self.office.seal,
            self.conversation_id,
            self.text,
            colleagues=people_known(connection, self.office),
            person=user().key,
            now=self.office.now(),
        )
        can_be_undone(undo_id, gettext("Your colleagues see the note; the customer does not."))

    def _save(self, connection: Connection, conversation: Conversation) -> None:
        title, now = " ".join(self.text.split())[:TITLE_LENGTH], self.office.now()
        whose = None if user().role.includes(Role.EDITOR) else user().key  # what editors save is for everybody
        save_reply(connection, title, self.text, language=conversation.language, person=whose, now=now)
        flash(gettext("Saved; you find it under “Answers”."), "success")

    def _until(self) -> datetime:
        until = chosen_moment(request.form.get("until", ""), self.office)
        if until is None:
            raise Unfilled(gettext("Choose a time first."))
        return until

    @property
    def _seen(self) -> int | None:
        return number_in(request.form.get("seen"))

    def _signed(self, conversation: Conversation, until: datetime | None) -> str:
        """The text with its fields filled, and signed where that is wanted."""
        text = filled(self.text, until, self.office, conversation)
        signed = signature(self.office, conversation) if request.form.get("sign") else ""
        return f"{text}\n{signed}" if signed and signed not in text else text


def _reply_to() -> str | None:
    """The message to which the text is an answer, where they chose one."""
    return request.form.get("reply_to") or None


def sent_to(office: Office) -> dict[str, Any]:
    """How a text of the person at the desk is sent."""
    return {
        "split": split,
        "now": office.now(),
        "human_agent": office.house.human_agent,
        "person": user().key,
        "delay_ms": people.UNDO_MS,
    }
