"""What to do about one thing a customer said.

`decide` reads top to bottom: who has the conversation, where was it said, is there anything to read, was a button
tapped, is a person wanted, and only then: which entry answers it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core import composing, menu
from bot.core.composing import Topic
from bot.core.content.entry import Entry, EntryKind
from bot.core.content.house import OtherLanguage
from bot.core.conversation import LAPSE, Conversation, Priority, State
from bot.core.decision import SERIOUS, Action, Decision, Feedback, Notice, NoticeKind, Reason, Reply, Understanding
from bot.core.incoming import Incoming, Kind, Surface
from bot.core.knowledge import Knowledge
from bot.core.language import LanguageGuess, siblings
from bot.core.matching.match import Candidate, Match, Outcome, worth_asking
from bot.core.notice import Gist, decide_notice
from bot.core.pace import QUIET, Situation
from bot.core.promise import Promise
from bot.core.reading import Finding, Part, Role, answers_of, asks_more, just_chat, read
from bot.core.sending import Purpose
from bot.core.standing import is_late, same_time, standing_promise
from bot.core.understanding import has_words

_GOES_TO_PEOPLE: Mapping[EntryKind | None, tuple[Reason, Priority]] = {
    EntryKind.COMPLAINT: (Reason.COMPLAINT, Priority.HIGH),
    EntryKind.URGENT: (Reason.URGENT, Priority.URGENT),
}

_TOPICS = {
    Reason.ASKED_FOR_PERSON: Topic.PERSON,
    Reason.PARTLY_SURE: Topic.REST,
    Reason.WITH_PERSON: Topic.FOLLOW_UP,
}

_WANTS_NO_BOT = frozenset({Reason.ASKED_FOR_PERSON, Reason.NOT_HELPED, *SERIOUS})
"""Who waits for one of these reasons gets no more automatic answers."""


def decide(
    item: Incoming,
    conversation: Conversation,
    understanding: Understanding,
    knowledge: Knowledge,
    now: datetime,
    *,
    situation: Situation = QUIET,
    unsent_notice: bool = False,
) -> Decision:
    """What to do about an item, as the conversation stands now, and how it stands among those who answer.

    `unsent_notice` tells that what the customer was last told of their wait has not left yet.
    """
    before = _taken_up(conversation, understanding, now)
    case = _Case(item, before, understanding, knowledge, now, situation, unsent_notice)
    decision = (
        case.left_to_whoever_has_it()
        or case.said_in_public()
        or case.too_late_for_the_bot()
        or case.by_feedback()
        or case.by_button()
        or case.without_words()
        or case.for_a_person()
        or case.by_match()
    )
    return replace(decision, feedback=_feedback_in(item))


def apologise(
    item: Incoming,
    conversation: Conversation,
    language: LanguageGuess,
    knowledge: Knowledge,
    now: datetime,
    *,
    situation: Situation = QUIET,
    unsent_notice: bool = False,
) -> Decision:
    """What to do about an item on which the bot failed: a person sees to it, and the customer reads an apology."""
    understanding = Understanding(language)
    before = _taken_up(conversation, understanding, now)
    return _Case(item, before, understanding, knowledge, now, situation, unsent_notice).failed()


def _taken_up(conversation: Conversation, understanding: Understanding, now: datetime) -> Conversation:
    """The conversation with the language known; what was closed, or left by a person long ago, is the bot's again."""
    left = conversation.last_person_at is not None and now - conversation.last_person_at >= LAPSE
    lapsed = conversation.state is State.PERSON and conversation.waiting_since is None and left
    language = understanding.language.spoken or understanding.language.language
    going_on = replace(conversation, language=language, turn=conversation.turn + 1)
    return replace(going_on, state=State.BOT) if lapsed or conversation.state is State.DONE else going_on


@dataclass(frozen=True, slots=True)
class _Case:
    """One item to decide about. Each question gives a Decision, or None to let the next one ask."""

    item: Incoming
    conversation: Conversation
    understanding: Understanding
    knowledge: Knowledge
    now: datetime
    situation: Situation
    unsent_notice: bool

    def left_to_whoever_has_it(self) -> Decision | None:
        if self.item.standby:
            return self._hand_over(Reason.STANDBY, conversation=self.conversation.taken())
        if self.conversation.state is State.PERSON:
            if self._asks_nothing() or _feedback_in(self.item):
                return self._stay_silent(Reason.WITH_PERSON)
            return self._hand_over(Reason.WITH_PERSON)
        return None

    def said_in_public(self) -> Decision | None:
        if self.item.surface is not Surface.MESSAGE:
            return self._hand_over(Reason.PUBLIC)
        return None

    def too_late_for_the_bot(self) -> Decision | None:
        if not self.conversation.window_open(self.now):
            return self._hand_over(Reason.WINDOW_CLOSED)
        return None

    def by_feedback(self) -> Decision | None:
        """A tap on whether an answer helped: whom it did not help people see to, unless one has written since."""
        feedback = _feedback_in(self.item)
        if feedback is None:
            return None
        asked_at, person_at = self.conversation.asked_if_helped_at, self.conversation.last_person_at
        if asked_at and person_at and person_at > asked_at:
            return self._stay_silent(Reason.WITH_PERSON)
        if not feedback.helped:
            return self._hand_over(Reason.NOT_HELPED, self.knowledge.entries.get(feedback.entry))
        if self._waiting():
            return self._stay_silent(Reason.HELPED)
        return self._answer(
            Reason.HELPED, [Reply(composing.glad(self.knowledge.reception, self.conversation, self.now))]
        )

    def by_button(self) -> Decision | None:
        if self.item.payload == composing.PICK_NONE:
            return self._hand_over(Reason.PICKED_NONE)
        if self.item.payload == menu.PERSON:
            return self._hand_over(Reason.ASKED_FOR_PERSON)
        picked = self._picked()
        if picked is not None:
            return self._answer_with([picked], Reason.PICKED)
        wordless = self.item.kind is Kind.BUTTON and self.understanding.match is None
        if self.item.payload == menu.WELCOME or wordless:
            text = composing.welcome(self.knowledge.reception, self.conversation, self.now)
            return self._answer(Reason.WELCOME, [Reply(text)])
        return None

    def without_words(self) -> Decision | None:
        if self.understanding.match is not None:
            return None
        types = {attachment.type for attachment in self.item.attachments}
        if "story_mention" in types:
            return self._hand_over(Reason.STORY_MENTION, priority=Priority.LOW)
        if self._asks_nothing():
            return self._stay_silent(Reason.JUST_STICKER if types else Reason.JUST_EMOJI)
        return self._hand_over(Reason.NO_WORDS)

    def for_a_person(self) -> Decision | None:
        return self._hand_over(Reason.ASKED_FOR_PERSON) if self.understanding.wants_person else None

    def failed(self) -> Decision:
        return self._hand_over(Reason.BROKEN, priority=Priority.HIGH)

    def by_match(self) -> Decision:
        match = self.understanding.match
        if match is None:
            return self._hand_over(Reason.UNSURE)
        sentences, whole = self.understanding.sentences, self._found(self.item.text.strip(), match)
        parts = read(sentences, whole, self._find)
        return self._for_people_first(whole, parts) or self._part_by_part(parts) or self._as_a_whole(whole)

    def _for_people_first(self, whole: Finding, parts: tuple[Part, ...]) -> Decision | None:
        """What is a complaint or urgent in any part, or may be: the whole a complaint, any part urgent."""
        found = [whole, *(part.finding for part in parts)]
        serious = [
            finding
            for finding in found
            if finding.may_be_serious and (finding.sure or finding is whole or finding.kind is EntryKind.URGENT)
        ]
        if not serious:
            return None
        first = max(serious, key=lambda finding: (finding.sure, _priority(finding)))
        reason, priority = _GOES_TO_PEOPLE[first.kind]
        decision = self._hand_over(
            reason if first.sure else Reason.UNSURE, first.best, priority=priority, acknowledge=first.sure
        )
        return replace(decision, parts=parts)

    def _part_by_part(self, parts: tuple[Part, ...]) -> Decision | None:
        entries = answers_of([part.finding for part in parts if part.role is Role.ANSWERED])
        if not entries:
            return None
        rest = [part.finding for part in parts if part.role is Role.REST]
        return replace(self._answer_with(entries, Reason.SURE, rest=rest), parts=parts)

    def _as_a_whole(self, whole: Finding) -> Decision:
        surely = self._surely(whole)
        if surely is not None and surely.best is not None:
            return self._answer_with([surely.best], Reason.SURE)
        candidates = [one for one in self._available(whole.match) if not self._is_chat(one)]
        offered = candidates[: worth_asking([candidate.confidence for candidate in candidates])]
        asked_last = bool(self.conversation.offered)
        if whole.match.outcome is Outcome.CLARIFY and len(offered) > 1 and not self._waiting() and not asked_last:
            return self._ask_which([self.knowledge.entries[candidate.entry] for candidate in offered])
        return self._hand_over(Reason.UNSURE)

    def _surely(self, whole: Finding) -> Finding | None:
        """What the message as a whole is surely about, if anything: nothing else is asked in it."""
        sentences = self.understanding.sentences
        if whole.sure and not asks_more(sentences, whole, self._find):
            return whole
        return just_chat(sentences, self._find)

    def _find(self, text: str) -> Finding:
        return self._found(text, self.understanding.matches[text])

    def _found(self, text: str, match: Match) -> Finding:
        """What a text is about, among the entries that may be used here and today."""
        best = next(iter(self._available(match)), None)
        if best is None:
            return Finding(text, match)
        sure = best.confidence >= match.threshold and match.never is None
        return Finding(text, match, self.knowledge.entries[best.entry], best.confidence, sure)

    def _waiting(self) -> bool:
        return self.conversation.waiting_since is not None

    def _asks_nothing(self) -> bool:
        """A sticker or emoji alone; a lone question mark does ask."""
        stickers = all(attachment.sticker or attachment.type == "sticker" for attachment in self.item.attachments)
        wordless = not has_words(self.item.text) and "?" not in self.item.text
        said_something = bool(self.item.text.strip() or self.item.attachments)
        return stickers and wordless and said_something and not self.item.unsupported and self.item.payload is None

    def _gist(self) -> Gist:
        """What the message would leave for a person."""
        if self._asks_nothing():
            return Gist.NOTHING
        match = self.understanding.match
        surely = self._surely(self._found(self.item.text.strip(), match)) if match else None
        return Gist.CHAT if surely is not None and surely.is_chat else Gist.ASKS

    def _picked(self) -> Entry | None:
        """The entry that a button, or the number of a choice we offered, stands for."""
        payload, text = self.item.payload or "", self.item.text.strip().rstrip(".)")
        name = payload.removeprefix(composing.PICK)
        numbered = len(text) == 1 and text in "123456789"
        if not name and numbered and int(text) <= len(self.conversation.offered):
            name = self.conversation.offered[int(text) - 1]
        entry = self.knowledge.entries.get(name)
        return entry if entry is not None and self._runs(entry) else None

    def _available(self, match: Match) -> list[Candidate]:
        """The candidates that may be used here and today.

        Where entries share the very question asked, those that are out of season leave their part to the others, and a
        campaign that runs comes before what holds all year.
        """
        running = [candidate for candidate in match.candidates if self._runs(self.knowledge.entries[candidate.entry])]
        if not match.exact:
            return running
        seasonal = [candidate for candidate in running if self.knowledge.entries[candidate.entry].is_seasonal]
        chosen = seasonal or running
        return [replace(candidate, confidence=1 / len(chosen)) for candidate in chosen]

    def _is_chat(self, candidate: Candidate) -> bool:
        """Whether it is small talk: nobody would tap "Thanks" when asked what they mean."""
        return self.knowledge.entries[candidate.entry].kind is EntryKind.SMALLTALK

    def _runs(self, entry: Entry) -> bool:
        today = self.now.astimezone(self.knowledge.house.timezone).date()
        return entry.runs_on(today) and self.item.surface in entry.surfaces and entry.kind is not EntryKind.STATEMENT

    def _answer_with(self, entries: Sequence[Entry], reason: Reason, *, rest: Sequence[Finding] = ()) -> Decision:
        """Answer with one entry or several; `rest` is what else the message asks, which people see to."""
        chat = entries[0].kind is EntryKind.SMALLTALK and self.conversation.told_at is not None
        if self._waiting() and (chat or self.conversation.reason in _WANTS_NO_BOT):
            return self._hand_over(Reason.ALREADY_WAITING)
        serious = next((entry for entry in entries if entry.kind in _GOES_TO_PEOPLE), None)
        if serious:
            people_reason, priority = _GOES_TO_PEOPLE[serious.kind]
            return self._hand_over(people_reason, serious, priority=priority, acknowledge=True)
        asked = [entry for entry in entries if not self._is_answered(entry)]
        answers = [(entry, self._answer_of(entry)) for entry in asked]
        replies = tuple(Reply(text) for _, text in answers if text is not None)
        answered = tuple(entry.id for entry, text in answers if text is not None)
        if not asked and not rest:
            return self._stay_silent(Reason.SAME_ANSWER)
        if not replies:
            return self._hand_over(Reason.OTHER_LANGUAGE if asked else Reason.UNSURE, next(iter(asked), None))
        if rest or len(replies) < len(asked):
            lacking = next((entry for entry, text in answers if text is None), None)
            priority = max(map(_priority, rest), default=Priority.NORMAL)
            return self._hand_over(Reason.PARTLY_SURE, lacking, priority=priority, answers=replies, answered=answered)
        return self._asking_if_helped(self._answer(reason, replies, entries=answered))

    def _is_answered(self, entry: Entry) -> bool:
        """Whether an edited message has got this answer, or for small talk any."""
        edited = self.item.kind is Kind.EDIT and self.conversation.last_bot_at is not None
        return edited and (entry.id == self.conversation.last_entry or entry.kind is EntryKind.SMALLTALK)

    def _answer_of(self, entry: Entry, reply_by: Callable[[], datetime | None] | None = None) -> str | None:
        """An entry's answer in the customer's language, or None; `reply_by` is when a person answers, where known."""
        language = self._language_for(entry)
        if language is None:
            return None
        reception, conversation = self.knowledge.reception, self.conversation
        expected = reply_by or (lambda: self._promise(conversation, conversation).by)
        return composing.answer(entry, language, reception, conversation, self.now, reply_by=expected)

    def _language_for(self, entry: Entry) -> str | None:
        """In which of its languages an entry answers this customer; None: in none."""
        guess = self.understanding.language
        wanted = guess.spoken or guess.language
        house = self.knowledge.house
        fallback = (house.default_language,) if house.other_language is OtherLanguage.ANSWER else ()
        return next((spoken for spoken in (*siblings(wanted), *fallback) if spoken in entry.answer), None)

    def _answer(self, reason: Reason, replies: Sequence[Reply], *, entries: tuple[str, ...] = ()) -> Decision:
        after, said = self._say(replies)
        after = replace(after, offered=(), last_entry=entries[-1] if entries else after.last_entry)
        notice = self._silence(Gist.ANSWERED)
        return Decision(Action.ANSWER, reason, after, self.understanding, entries=entries, notice=notice, replies=said)

    def _asking_if_helped(self, decision: Decision) -> Decision:
        """An answer with the question whether it helped, where that is due."""
        if not self._may_ask_if_helped(decision.entries):
            return decision
        (reply,), (entry,) = decision.replies, decision.entries
        asking = composing.asking_if_helped(reply, entry, self.knowledge.reception, self.conversation, self.now)
        return replace(decision, replies=(asking,), after=replace(decision.after, asked_if_helped_at=self.now))

    def _may_ask_if_helped(self, entries: Sequence[str]) -> bool:
        """Under a single answer, so that we know which one a tap means; only once, and never after a complaint."""
        if not self.knowledge.house.ask_if_helped or self._waiting():
            return False
        asked_or_upset = self.conversation.asked_if_helped_at is not None or self.conversation.complained
        kinds = [self.knowledge.entries[entry].kind for entry in entries]
        return not asked_or_upset and kinds == [EntryKind.ANSWER]

    def _ask_which(self, entries: list[Entry]) -> Decision:
        offered = tuple(entry.id for entry in entries)
        after, replies = self._say([composing.clarify(entries, self.knowledge.reception, self.conversation, self.now)])
        after = replace(after, offered=offered)
        return Decision(Action.CLARIFY, Reason.SEVERAL, after, self.understanding, offered=offered, replies=replies)

    def _hand_over(
        self,
        reason: Reason,
        entry: Entry | None = None,
        *,
        priority: Priority = Priority.NORMAL,
        acknowledge: bool = False,
        conversation: Conversation | None = None,
        answers: tuple[Reply, ...] = (),
        answered: tuple[str, ...] = (),
    ) -> Decision:
        """Let people see to it, and tell the customer if that is due; `answers`, to a part of it, are given anyway."""
        before = conversation or self.conversation
        waits = self._waits(before, reason, entry, priority)
        promise = self._promise(before, waits)
        notice = self._notice(self._gist(), before, waits, promise)
        acknowledgement = self._answer_of(entry, lambda: promise.by) if entry and acknowledge else None
        if reason is Reason.BROKEN and notice.kind is not NoticeKind.NONE:
            acknowledgement = composing.apology(self.knowledge.reception, before, self.now)
        topic = Topic.FOLLOW_UP if acknowledgement else _TOPICS.get(reason, Topic.HANDOVER)
        told = self._in_words(notice, promise, before, waits, topic=topic, acknowledgement=acknowledgement)
        after, replies = self._say([*answers, *told], conversation=_promised(before, waits, promise, notice, self.now))
        action, waited = Action.HANDOFF, before.told_at is not None or reason is Reason.ALREADY_WAITING
        if waited and notice.kind is not NoticeKind.FULL:
            action = Action.ANSWER if answers else Action.HANDOFF if told else Action.SILENT
            reason = reason if answers else Reason.ALREADY_WAITING
        return Decision(
            action,
            reason,
            replace(after, last_entry=answered[-1] if answered else after.last_entry),
            self.understanding,
            entries=answered or ((entry.id,) if entry and replies else ()),
            promise=promise if same_time(promise.by, after.promised_by) else None,
            notice=notice,
            replies=replies,
        )

    def _waits(self, before: Conversation, reason: Reason, entry: Entry | None, priority: Priority) -> Conversation:
        department = entry.department if entry else None
        waits = before.waits(since=self.now, reason=reason, priority=priority, department=department)
        stronger = reason in _WANTS_NO_BOT and waits.reason not in _WANTS_NO_BOT
        complained = before.complained or reason in SERIOUS
        return replace(waits, offered=(), complained=complained, reason=reason if stronger else waits.reason)

    def _promise(self, before: Conversation, after: Conversation) -> Promise:
        return standing_promise(self.knowledge.reception, before, after, self.now, self.situation)

    def _notice(self, gist: Gist, before: Conversation, after: Conversation, promise: Promise) -> Notice:
        return decide_notice(
            self.item,
            gist,
            before=before,
            after=after,
            promise=promise,
            now=self.now,
            timezone=self.knowledge.house.timezone,
            unsent=self.unsent_notice,
        )

    def _silence(self, gist: Gist) -> Notice | None:
        """Why who waits is not told so when nothing of what they write is left for a person."""
        before = self.conversation
        return self._notice(gist, before, before, self._promise(before, before)) if self._waiting() else None

    def _in_words(
        self,
        notice: Notice,
        promise: Promise,
        before: Conversation,
        waits: Conversation,
        *,
        topic: Topic,
        acknowledgement: str | None,
    ) -> list[Reply]:
        """What is said of the wait; an acknowledgement alone where what is more urgent than before gets no notice."""
        reception = self.knowledge.reception
        if notice.kind is NoticeKind.NONE:
            return [Reply(acknowledgement)] if acknowledgement and waits.priority > before.priority else []
        if notice.kind is NoticeKind.STILL:
            text = composing.still(promise, reception, waits, self.now)
        elif is_late(before, promise):
            text = composing.late(promise, reception, waits, self.now, acknowledgement=acknowledgement)
        else:
            text = composing.hand_over(
                promise, reception, waits, self.now, topic=topic, acknowledgement=acknowledgement
            )
        return [Reply(text, purpose=Purpose.NOTICE, true_until=promise.words_hold_until(self.now))]

    def _stay_silent(self, reason: Reason) -> Decision:
        notice = self._silence(Gist.ANSWERED if reason is Reason.SAME_ANSWER else Gist.NOTHING)
        return Decision(Action.SILENT, reason, self.conversation, self.understanding, notice=notice)

    def _say(
        self, replies: Sequence[Reply], *, conversation: Conversation | None = None
    ) -> tuple[Conversation, tuple[Reply, ...]]:
        """The conversation after replies, and these; the very first in a while says that it is automatic."""
        before = conversation or self.conversation
        if not replies:
            return before, ()
        spoken = replace(before, last_bot_at=self.now)
        if not _needs_introduction(before, self.now):
            return spoken, tuple(replies)
        first, *others = replies
        text = composing.introduced(first.text, self.knowledge.reception, before, self.now)
        return replace(spoken, introduced_at=self.now), (replace(first, text=text), *others)


def _feedback_in(item: Incoming) -> Feedback | None:
    """What a tapped button says of an answer, if it is such a button."""
    payload = item.payload or ""
    for beginning, helped in ((composing.HELPED, True), (composing.NOT_HELPED, False)):
        if payload.startswith(beginning):
            return Feedback(payload.removeprefix(beginning), helped)
    return None


def _needs_introduction(conversation: Conversation, now: datetime) -> bool:
    """At the start, after a long silence, and when the bot takes over from a person. (Messenger Platform policy)"""
    introduced = conversation.introduced_at
    if introduced is None:
        return True
    person_since = conversation.last_person_at is not None and conversation.last_person_at > introduced
    return person_since or now - max(introduced, conversation.last_bot_at or introduced) >= LAPSE


def _priority(finding: Finding) -> Priority:
    """How soon people should look at what may be a complaint or urgent."""
    return _GOES_TO_PEOPLE[finding.kind][1] if finding.may_be_serious else Priority.NORMAL


def _promised(
    before: Conversation, waits: Conversation, promise: Promise, notice: Notice, now: datetime
) -> Conversation:
    """The conversation with what the customer has been told; what they were not told moves no promise back."""
    if notice.kind is NoticeKind.NONE:
        due = min(filter(None, (before.promised_by, promise.by)), default=None)
        return replace(waits, promised_by=due)
    reminded = notice.kind is NoticeKind.STILL and before.told_by_person  # it stays the person's word
    told = replace(waits, promised_by=promise.by, told_at=before.told_at if reminded else now)
    full_and_late = notice.kind is NoticeKind.FULL and is_late(before, promise)
    return replace(told, late_at=now) if full_and_late else told
