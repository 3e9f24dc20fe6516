"""A year of customers through the real decision code: no promise that those on the rota could not meet.

Every promise is judged by counting minutes: those of the hours, and of the shifts as they were known when it was made.
"""

import random
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from statistics import median_high

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.calibration import shipped_prior
from bot.content_files import shipped_wording
from bot.core.content.house import Absence, Person
from bot.core.content.loading import load_content
from bot.core.conversation import Conversation
from bot.core.deciding import decide
from bot.core.decision import Understanding
from bot.core.incoming import Channel
from bot.core.knowledge import Knowledge
from bot.core.language import LanguageGuess
from bot.core.matching.match import Candidate, Match, Outcome
from bot.core.matching.matcher import fit
from bot.core.pace import Answered, Situation, measured_pace
from bot.core.rota import RotaChange
from tests.casts import a_year
from tests.casts.a_year import PEOPLE, Told, Worker, answers_for, minute_of, moment_of
from tests.casts.happenings import PAGE, said

Heads = NDArray[np.int64]  # how many people there are in each minute from now

MINUTE = timedelta(minutes=1)
AHEAD = 60 * 24 * 40  # so far the judge looks, in minutes

ENTRIES = """
- {id: complaint, kind: complaint, department: shop, questions: {da: [Den er kold]}, answer: {da: Det er vi kede af.}}
- {id: urgent, kind: urgent, questions: {da: [Jeg har fået en reaktion]}, answer: {da: Ring til os straks.}}
- {id: press, kind: complaint, department: press, questions: {da: [Jeg er journalist]}, answer: {da: Tak.}}
"""


def person(name: str, worker: Worker) -> Person:
    weeks = tuple(tuple(tuple(week.get(day, ())) for day in range(7)) for week in worker.weeks)
    return Person(name, name, weeks, date(2026, 1, 5), worker.departments, away=(Absence(*worker.away),))


@cache
def knowledge() -> Knowledge:
    files = {"house.yaml": a_year.HOUSE.encode(), "answers.yaml": ENTRIES.encode()}
    content = load_content(files, shipped_wording())
    assert content.problems == ()
    people = tuple(person(name, worker) for name, worker in PEOPLE.items())
    content = replace(content, house=replace(content.house, rota=people))
    matcher = fit(content.entries, None, shipped_prior(), sure=0.9)
    return Knowledge.of(content, matcher, lambda text: {"da": 1.0}, version="test")


def understood(kind: str) -> Understanding:
    found = kind != "question"
    candidates = (Candidate(kind, 0.95),) if found else ()
    match = Match(Outcome.ANSWER if found else Outcome.HANDOFF, candidates, threshold=0.9)
    return Understanding(LanguageGuess("da", 0.9, {"da": 0.9}), match=match)


def passed(heads: Heads, work: float) -> int:
    """After how many minutes so many have been worked."""
    return int(np.searchsorted(np.cumsum(heads), work)) + 1


@dataclass
class Waiting:
    """A customer who waits, the first time they were promised, and when somebody who is at it will be done."""

    conversation: Conversation
    promised: datetime
    done: int | None = None


class Year:
    """The business minute by minute: what is known of the rota, who waits, who answers."""

    def __init__(self, seed: int, a_day: float) -> None:
        self.chance = random.Random(seed)
        self.open = {department: a_year.open_minutes(department) for department in (None, "shop", "press")}
        self.there = {name: a_year.planned_minutes(name) for name in PEOPLE}  # as it will turn out
        self.known = {name: minutes.copy() for name, minutes in self.there.items()}  # as it is told by now
        self.news = deque(sorted(a_year.tidings(self.chance), key=lambda told: told.at))
        for told in self.news:
            self.there[told.person][told.starts : told.ends] = told.on
        self.told: list[Told] = []
        self.messages = deque(sorted(self.written(a_day)))
        self.waiting: dict[int, Waiting] = {}
        self.answers: deque[tuple[int, Answered]] = deque()
        self.last_answer = dict.fromkeys(PEOPLE, 0)
        self.free_from = dict.fromkeys(PEOPLE, 0)
        self.promises = self.repeated = 0
        self.faults: list[str] = []
        self.kept: list[bool] = []

    def written(self, a_day: float) -> Iterator[tuple[datetime, int, str, bool]]:
        for number, customer in enumerate(a_year.traffic(self.chance, a_day), start=1):
            yield customer.at, number, customer.kind, True
            for later in customer.again_after:
                yield customer.at + later * MINUTE, number, customer.kind, False

    def run(self) -> None:
        for minute in range(minute_of(self.messages[0][0]), a_year.MINUTES - AHEAD):
            while self.news and self.news[0].at <= minute:
                told = self.news.popleft()
                self.known[told.person][told.starts : told.ends] = told.on
                self.told.append(told)
            while self.messages and self.messages[0][0] < moment_of(minute + 1):
                self.hear(*self.messages.popleft())
            if self.waiting:
                self.work(minute)

    def hear(self, at: datetime, number: int, kind: str, is_first: bool) -> None:  # a row of a table
        if not is_first and number not in self.waiting:
            return
        waits = self.waiting.get(number)
        blank = Conversation(Channel.MESSENGER, PAGE, id=number, thread=str(number), customer=str(number))
        before = self.meanwhile((waits.conversation if waits else blank).heard(at))
        others = Counter(one.conversation.department for key, one in self.waiting.items() if key != number)
        situation = Situation(self.changes(at), measured_pace(self.measured(at)), waiting=others)
        item = said("Hvad siger I til det?", str(number), occurred_at=at)
        decision = decide(item, before, understood(kind), knowledge(), at, situation=situation)
        assert decision.after.waiting_since is not None
        if decision.promise is not None:
            self.judge(before, decision.after, decision.promise.by, at, others)
        promised = decision.after.promised_by
        assert promised is not None
        done = waits.done if waits else None
        self.waiting[number] = Waiting(decision.after, waits.promised if waits else promised, done)

    @staticmethod
    def meanwhile(before: Conversation) -> Conversation:
        """Some are taken by a person, whose first or second word the bot then speaks; of some the notice never left."""
        before = before.taken() if before.id % 4 == 0 else before
        return replace(before, told_at=None) if before.id % 5 == 0 else before

    def changes(self, at: datetime) -> tuple[RotaChange, ...]:
        told = [(one, moment_of(one.starts), moment_of(one.ends)) for one in self.told]
        return tuple(RotaChange(one.person, starts, ends, one.on) for one, starts, ends in told if ends > at)

    def measured(self, at: datetime) -> list[Answered]:
        """The answers of the last 28 days."""
        while self.answers and self.answers[0][0] < minute_of(at) - 28 * 1440:
            self.answers.popleft()
        return [answer for _, answer in self.answers]

    # The judge

    def judge(
        self,
        before: Conversation,
        after: Conversation,
        by: datetime | None,
        at: datetime,
        others: Counter[str | None],
    ) -> None:
        self.promises += 1
        now, department = minute_of(at), after.department
        told = f"{at:%a %d %b %H:%M} → {by:%a %d %b %H:%M} ({department})" if by else f"{at} → no time"
        team = [name for name in PEOPLE if answers_for(name, department)]
        heads = self.heads(team, department, now)
        if by is None:
            return self.faults.append(f"{told}: somebody comes") if heads.any() else None
        end = minute_of(by) - now
        if not (heads[end - 1] or heads[end]):
            self.faults.append(f"{told}: nobody is there then")
        if before.promised_by is not None and before.told_at is not None and by == before.promised_by:
            self.repeated += 1
            too_short = heads[:end].sum() < self.handling()
            return self.faults.append(f"{told}: no time is left for an answer") if too_short else None
        ahead = sum(others.values()) if department is None else others[department] + others[None]
        everybody, everyone = self.heads(list(PEOPLE), department, now), sum(others.values())
        handling, usual = self.handling(), self.usual()
        if end < passed(heads, handling * (ahead + 1)):
            self.faults.append(f"{told}: {ahead} wait, and those who are there will not have answered all of them")
        if end < passed(everybody, handling * (everyone + 1)):
            self.faults.append(f"{told}: {everyone} wait for the same people")
        later, begun = heads[1:], passed(everybody[1:], handling * everyone)  # without the minute that runs
        dues = [passed(np.minimum(later, 1), usual), passed(later, handling * (ahead + 1))]
        if end > 61 + max(*dues, begun + passed(later[begun:], handling)):
            self.faults.append(f"{told}: it is more than an hour later than it need be")
        return None

    def heads(self, team: list[str], department: str | None, now: int) -> Heads:
        """How many of a team are known to be there in each of the next minutes in which it is open."""
        window = slice(now, now + AHEAD)
        there = np.sum([self.known[name][window] for name in team], axis=0, dtype=np.int64)
        return np.where(self.open[department][window], there, 0)

    def handling(self) -> float:
        known = [answer.handling / MINUTE for _, answer in self.answers if answer.handling is not None]
        return max(1.0, median_high(known)) if len(known) >= 20 else 6.0

    def usual(self) -> float:
        waits = sorted(answer.waited / MINUTE for _, answer in self.answers)
        return waits[-(-len(waits) * 4 // 5) - 1] if len(waits) >= 20 else 120.0

    # The people

    def work(self, minute: int) -> None:
        """Who is there and free takes whoever waits longest, and is at it for some minutes."""
        for name in PEOPLE:
            if not self.there[name][minute] or self.free_from[name] > minute:
                continue
            for number, waits in self.waiting.items():
                department = waits.conversation.department
                if waits.done is None and answers_for(name, department) and self.open[department][minute]:
                    waits.done = minute + max(1, round(self.chance.lognormvariate(1.8, 0.6)))
                    self.free_from[name] = waits.done + self.chance.choice([0, 0, 0, 5, 20])
                    self.answer(name, number, waits)
                    break
        for number in [number for number, waits in self.waiting.items() if waits.done == minute]:
            self.kept.append(moment_of(minute) <= self.waiting.pop(number).promised)

    def answer(self, name: str, number: int, waits: Waiting) -> None:
        assert waits.done is not None
        assert waits.conversation.waiting_since is not None
        since, last = minute_of(waits.conversation.waiting_since), self.last_answer[name]
        hours = self.open[waits.conversation.department]
        handling = int(hours[last : waits.done].sum()) * MINUTE if since <= last else None
        self.answers.append((waits.done, Answered(int(hours[since : waits.done].sum()) * MINUTE, handling)))
        self.last_answer[name] = waits.done


def judged(seed: int, a_day: float) -> Year:
    year = Year(seed, a_day)
    year.run()
    assert year.faults == [], f"{len(year.faults)} of {year.promises}"
    assert not year.messages
    assert not year.waiting
    return year


def test_a_year_of_promises_can_be_met_by_those_on_the_rota() -> None:
    year = judged(seed=2026, a_day=2.5)
    assert year.promises > 1200
    assert year.repeated > 100
    assert sum(year.kept) / len(year.kept) > 0.9


@pytest.mark.stress
@pytest.mark.timeout(600)
@pytest.mark.parametrize("a_day", [1, 8, 25])
@pytest.mark.parametrize("seed", [1, 2])
def test_so_can_those_of_a_quiet_and_of_a_busy_year(seed: int, a_day: float) -> None:
    judged(seed, a_day)
