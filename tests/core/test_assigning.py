from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.core.assigning import assigned
from bot.core.content.house import Person, Week
from bot.core.conversation import Conversation, Priority, State
from bot.core.incoming import Channel
from bot.core.rota import Rota, RotaChange

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MORNING = datetime(2026, 11, 25, 10, tzinfo=COPENHAGEN)
AFTERNOON = datetime(2026, 11, 25, 15, tzinfo=COPENHAGEN)
EVENING = datetime(2026, 11, 25, 20, tzinfo=COPENHAGEN)

EARLY: Week = (((480, 840),),) * 7  # 8-14
LATE: Week = (((720, 1080),),) * 7  # 12-18
LONG: Week = (((480, 1080),),) * 7  # 8-18
NEVER: Week = ((),) * 7


def rota(**weeks: Week) -> Rota:
    """People by name with their week; they work for all departments."""
    return teams(**{name: (week, "") for name, week in weeks.items()})


def teams(**people: tuple[Week, str]) -> Rota:
    """The same with the departments that they work for."""
    there = [Person(name, name, (week,), departments=tuple(names.split())) for name, (week, names) in people.items()]
    return Rota(COPENHAGEN, tuple(there))


def waits(
    number: int,
    who: str | None = None,
    *,
    department: str | None = None,
    priority: Priority = Priority.NORMAL,
    minutes: int = 0,
) -> Conversation:
    return Conversation(
        Channel.MESSENGER,
        "12345",
        id=number,
        state=State.WAITING,
        waiting_since=MORNING - timedelta(minutes=minutes),
        assigned_to=who,
        department=department,
        priority=priority,
    )


def test_new_ones_go_to_whoever_has_the_fewest() -> None:
    two = rota(mette=LONG, jonas=LONG)
    assert assigned([waits(1, "mette"), waits(2), waits(3, "mette"), waits(4)], two, MORNING) == {
        2: "jonas",
        4: "jonas",
    }


def test_who_is_not_there_gets_none() -> None:
    assert assigned([waits(1), waits(2)], rota(mette=LATE, jonas=EARLY), MORNING) == {1: "jonas", 2: "jonas"}


def test_at_the_end_of_a_shift_what_is_unfinished_passes_on() -> None:
    shifts = rota(jonas=EARLY, mette=LATE)
    waiting = [waits(1, "jonas"), waits(2, "mette")]
    assert assigned(waiting, shifts, MORNING + timedelta(hours=3)) == {}
    assert assigned(waiting, shifts, AFTERNOON) == {1: "mette"}


def test_when_nobody_is_there_they_belong_to_nobody_until_somebody_comes() -> None:
    shifts = rota(jonas=EARLY)
    assert assigned([waits(1, "jonas"), waits(2)], shifts, EVENING) == {1: None}
    assert assigned([waits(1), waits(2)], shifts, MORNING) == {1: "jonas", 2: "jonas"}


def test_who_falls_ill_or_left_the_rota_keeps_none() -> None:
    ill = RotaChange("jonas", MORNING, EVENING, on=False)
    assert assigned([waits(1, "jonas")], replace(rota(mette=LONG, jonas=LONG), changes=(ill,)), MORNING) == {1: "mette"}
    assert assigned([waits(1, "gone")], rota(mette=LONG), MORNING) == {1: "mette"}
    assert assigned([waits(1, "gone")], rota(), MORNING) == {1: None}


def test_a_department_has_its_own_people() -> None:
    shifts = teams(mette=(LONG, "shop"), jonas=(LONG, "press shop"), lotte=(LATE, "press"))
    waiting = [waits(1, department="press"), waits(2, department="press"), waits(3, department="shop"), waits(4)]
    assert assigned(waiting, shifts, MORNING) == {1: "jonas", 2: "jonas", 3: "mette", 4: "mette"}


def test_a_department_that_nobody_works_for_is_everybodys() -> None:
    shifts = teams(mette=(LONG, "shop"), jonas=(LATE, "press"))
    assert assigned([waits(1, department="cafe")], shifts, MORNING) == {1: "mette"}


def test_what_moves_to_another_department_passes_to_its_people() -> None:
    shifts = teams(mette=(LONG, "shop"), jonas=(LONG, "press"))
    assert assigned([waits(1, "mette", department="press")], shifts, MORNING) == {1: "jonas"}


def test_the_most_urgent_is_given_out_first_and_then_who_waits_longest() -> None:
    shifts = rota(mette=LONG, jonas=LONG)
    held = waits(9, "jonas")
    calm = [waits(2, minutes=5), waits(4, minutes=50)]
    assert assigned([held, *calm, waits(6, priority=Priority.URGENT)], shifts, MORNING)[6] == "mette"
    assert assigned([held, *calm], shifts, MORNING)[4] == "mette"


def test_those_who_have_equally_many_take_turns() -> None:
    shifts = rota(mette=LONG, jonas=LONG, lotte=LONG)
    one_by_one = [assigned([waits(number)], shifts, MORNING)[number] for number in range(1, 10)]
    assert Counter(one_by_one) == {"mette": 3, "jonas": 3, "lotte": 3}


# Any queue

NAMES = ("anna", "bent", "carl", "dora")
DEPARTMENTS = st.sampled_from(["", "shop", "press", "shop press"])
ROTAS = st.builds(
    lambda weeks, departments: teams(**dict(zip(NAMES, zip(weeks, departments, strict=True), strict=True))),
    st.tuples(*[st.sampled_from([EARLY, LATE, LONG])] * 4),
    st.tuples(*[DEPARTMENTS] * 4),
)
QUEUES = st.lists(
    st.builds(
        lambda who, department, priority, minutes: waits(
            0, who, department=department, priority=priority, minutes=minutes
        ),
        st.sampled_from([None, *NAMES, "gone"]),
        st.sampled_from([None, "shop", "press"]),
        st.sampled_from(Priority),
        st.integers(0, 500),
    ),
    max_size=20,
).map(lambda queue: [replace(one, id=number) for number, one in enumerate(queue, start=1)])
NOWS = st.sampled_from([MORNING, AFTERNOON, EVENING, MORNING + timedelta(hours=3)])


def passed_on(queue: Sequence[Conversation], changes: Mapping[int, str | None]) -> list[Conversation]:
    return [replace(one, assigned_to=changes.get(one.id, one.assigned_to)) for one in queue]


@given(QUEUES, ROTAS, NOWS)
def test_nobody_off_shift_or_of_another_department_has_any(
    queue: list[Conversation], rota: Rota, now: datetime
) -> None:
    there = [person.key for person in rota.on(now)]
    changes = assigned(queue, rota, now)
    for before, after in zip(queue, passed_on(queue, changes), strict=True):
        team = [one.key for one in rota.people if not one.departments or after.department in one.departments]
        able = [name for name in there if name in team or not after.department or not team]
        assert after.assigned_to in able or (after.assigned_to is None and not able)
        assert before.assigned_to not in able or after.assigned_to == before.assigned_to
        assert (before.id in changes) == (before.assigned_to != after.assigned_to)


@given(QUEUES, ROTAS, NOWS)
def test_what_is_assigned_stays_so(queue: list[Conversation], rota: Rota, now: datetime) -> None:
    assert assigned(passed_on(queue, assigned(queue, rota, now)), rota, now) == {}


@given(QUEUES, ROTAS, NOWS)
def test_people_of_the_same_departments_get_equally_many(queue: list[Conversation], rota: Rota, now: datetime) -> None:
    fresh = [replace(one, assigned_to=None) for one in queue]
    load = Counter(assigned(fresh, rota, now).values())
    there = rota.on(now)
    assert all(
        abs(load[one.key] - load[other.key]) <= 1
        for one in there
        for other in there
        if set(one.departments) == set(other.departments)
    )


def test_who_is_at_the_desk_keeps_what_they_took_though_they_are_not_on_shift() -> None:
    two = rota(mette=LONG, jonas=NEVER)
    assert assigned([waits(1, "jonas")], two, MORNING, at_desk={"jonas"}) == {}
    assert assigned([waits(1, "jonas")], two, MORNING, at_desk={"trine"}) == {1: "mette"}
    assert assigned([waits(1, "ekstern")], two, MORNING, at_desk={"ekstern"}) == {}


def test_who_said_that_they_are_off_keeps_nothing_though_they_are_still_at_the_desk() -> None:
    off = RotaChange("jonas", MORNING - timedelta(hours=1), MORNING + timedelta(hours=1), on=False)
    two = replace(rota(mette=LONG, jonas=LONG), changes=(off,))
    assert assigned([waits(1, "jonas")], two, MORNING, at_desk={"jonas"}) == {1: "mette"}
