from collections.abc import Mapping
from datetime import UTC, date, datetime
from textwrap import dedent
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.content.house import Address, Holidays, HoursException, Week
from bot.core.content.wording import Wording
from bot.core.content.wording_file import read_wording
from bot.core.hours import OpeningHours
from bot.core.saying import say_at, say_by, say_hours_today, say_hours_week, say_next_opening
from tests.casts.sentences import SHIPPED

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
LANGUAGES = sorted(SHIPPED.languages)
CLOSED: Week = ((),) * 7
ALWAYS: Week = (((0, 1440),),) * 7
NIGHTS: Week = ((),) * 4 + (((1080, 1560),),) * 2 + ((),)  # Friday and Saturday 18-2
USUAL: Week = (((540, 1020),),) * 4 + (((540, 720), (750, 960)),) + ((),) * 2


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


def opening(week: Week = USUAL, *exceptions: HoursException, holidays: Holidays | None = None) -> OpeningHours:
    return OpeningHours(COPENHAGEN, week, holidays, exceptions)


def special(first: str, last: str, week: Week, **note: str) -> HoursException:
    return HoursException(date.fromisoformat(first), date.fromisoformat(last), week, note)


def by(moment: str, now: str = "2026-11-25 10:00", language: str = "da", wording: Wording = SHIPPED) -> str:
    return say_by(
        at(moment), now=at(now), language=language, address=Address.INFORMAL, wording=wording, timezone=COPENHAGEN
    )


def on(moment: str, now: str = "2026-11-25 10:00", language: str = "da") -> str:
    return say_at(
        at(moment), now=at(now), language=language, address=Address.INFORMAL, wording=SHIPPED, timezone=COPENHAGEN
    )


def today(hours: OpeningHours, now: str, language: str = "en") -> str:
    return say_hours_today(hours, at(now), language=language, address=Address.INFORMAL, wording=SHIPPED)


def week(hours: OpeningHours, now: str = "2026-11-25 10:00", language: str = "en") -> str:
    return say_hours_week(hours, at(now), language=language, address=Address.INFORMAL, wording=SHIPPED)


# Moments


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-25 11:00", "inden kl. 11"),
        ("2026-11-25 11:30", "inden kl. 11.30"),
        ("2026-11-26 09:00", "i morgen inden kl. 9"),
        ("2026-11-27 09:00", "på fredag inden kl. 9"),
        ("2026-12-01 09:00", "på tirsdag inden kl. 9"),
        ("2026-12-02 09:00", "onsdag den 2. december inden kl. 9"),
        ("2027-01-04 09:00", "mandag den 4. januar inden kl. 9"),
    ],
)
def test_names_tomorrow_the_weekday_or_from_a_week_ahead_the_date(moment: str, said: str) -> None:
    assert by(moment) == said


def test_says_times_in_the_houses_time_zone() -> None:
    said = say_by(
        datetime(2026, 11, 25, 23, 30, tzinfo=UTC),
        now=datetime(2026, 11, 25, 22, 0, tzinfo=UTC),
        language="en",
        address=Address.INFORMAL,
        wording=SHIPPED,
        timezone=COPENHAGEN,
    )
    assert said == "by 12:30 am tonight"


def test_what_ends_at_midnight_ends_that_day() -> None:
    assert by("2026-11-26 00:00") == "inden kl. 24"
    assert by("2026-11-26 00:00", language="en") == "by midnight"
    assert by("2026-11-27 00:00", language="cs") == "zítra do půlnoci"
    assert on("2026-11-26 00:00", language="en") == "tomorrow at midnight"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-30 09:00", "v pondělí v 9 hodin"),
        ("2026-12-01 12:00", "v úterý ve 12 hodin"),
        ("2026-11-26 13:30", "zítra ve 13:30"),
        ("2026-11-25 15:00", "dnes v 15 hodin"),
        ("2026-11-25 20:30", "dnes ve 20:30"),
        ("2026-11-29 02:00", "v neděli ve 2 hodiny"),
        ("2026-11-29 01:00", "v neděli v 1 hodinu"),
        ("2026-12-03 10:00", "ve čtvrtek 3. prosince v 10 hodin"),
        ("2026-12-09 10:00", "ve středu 9. prosince v 10 hodin"),
    ],
)
def test_czech_bends_hours_and_prepositions(moment: str, said: str) -> None:
    assert on(moment, language="cs") == said


def test_czech_bends_the_first_hour_after_do() -> None:
    assert by("2026-11-27 01:00", language="cs") == "v pátek do 1 hodiny"
    assert by("2026-11-27 02:00", language="cs") == "v pátek do 2 hodin"


def test_the_night_until_five_still_belongs_to_the_evening_before() -> None:
    assert by("2026-11-26 01:30") == "i nat inden kl. 1.30"
    assert by("2026-11-26 05:00") == "i morgen inden kl. 5"
    assert by("2026-11-26 01:30", "2026-11-25 00:30") == "i morgen inden kl. 1.30"
    assert by("2026-11-26 01:30", "2026-11-26 00:30") == "inden kl. 1.30"


@pytest.mark.parametrize(("hour", "said"), [(0, "12:30 am"), (9, "9:30 am"), (12, "12:30 pm"), (17, "5:30 pm")])
def test_english_counts_to_twelve(hour: int, said: str) -> None:
    assert on(f"2026-11-25 {hour:02}:30", "2026-11-25 00:00", language="en") == f"today at {said}"


def test_a_house_may_word_times_its_own_way() -> None:
    mine = """
        da:
          time: klokken {clock}
          time_minutes: klokken {clock}
          tomorrow: i morgen tidlig
          on_date: den {date}
    """
    wording, problems = read_wording({"mine.yaml": dedent(mine).encode()}, SHIPPED)
    assert not problems
    assert by("2026-11-26 09:30", wording=wording) == "i morgen tidlig inden klokken 9.30"
    assert by("2026-12-26 09:00", wording=wording) == "den 26. december inden klokken 9"


# Today's hours


def test_before_the_opening_it_tells_the_whole_day() -> None:
    assert today(opening(), "2026-11-25 08:00") == "from 9 am to 5 pm"
    assert today(opening(), "2026-11-27 08:00") == "from 9 am to noon and from 12:30 pm to 4 pm"


def test_while_open_it_tells_until_when() -> None:
    assert today(opening(), "2026-11-25 10:00") == "until 5 pm"
    assert today(opening(), "2026-11-27 10:00") == "until noon and from 12:30 pm to 4 pm"
    assert today(opening(), "2026-11-27 14:00") == "until 4 pm"


def test_in_the_break_it_tells_the_rest() -> None:
    assert today(opening(), "2026-11-27 12:10") == "again from 12:30 pm to 4 pm"


def test_after_closing_it_tells_the_next_opening() -> None:
    assert today(opening(), "2026-11-25 18:00") == "again tomorrow from 9 am – we've closed for today"
    assert today(opening(), "2026-11-27 16:00") == "again on Monday from 9 am – we've closed for today"


def test_on_a_closed_day_it_says_so() -> None:
    assert today(opening(), "2026-11-28 10:00") == "again on Monday from 9 am – today we're closed"


def test_a_holiday_is_named_where_the_language_has_a_name() -> None:
    hours = opening(holidays=Holidays("DK"))
    assert today(hours, "2026-12-25 10:00") == "again on Monday from 9 am – today we're closed (Christmas Day)"
    assert today(hours, "2026-12-25 10:00", "da") == "igen på mandag fra kl. 9 – i dag har vi lukket (Juledag)"
    assert today(hours, "2026-12-25 10:00", "sv") == "igen på måndag från kl. 9 – i dag har vi stängt"


def test_an_exceptions_note_is_told() -> None:
    hours = opening(USUAL, special("2026-11-23", "2026-11-29", (((480, 1200),),) * 7, da="Black Week"))
    assert today(hours, "2026-11-25 10:00", "da") == "til kl. 20 (Black Week)"
    assert today(hours, "2026-11-28 07:00", "da") == "kl. 8–20 (Black Week)"
    assert today(hours, "2026-11-28 07:00", "en") == "from 8 am to 8 pm"


def test_late_evenings_end_after_midnight() -> None:
    assert today(opening(NIGHTS), "2026-11-27 12:00") == "from 6 pm to 2 am"
    assert today(opening(NIGHTS), "2026-11-27 23:00") == "until 2 am"
    assert today(opening(NIGHTS), "2026-11-28 01:00") == "until 2 am and from 6 pm to 2 am"
    assert today(opening(NIGHTS), "2026-11-29 01:00") == "until 2 am"
    assert today(opening(NIGHTS), "2026-11-29 03:00") == "again on Friday from 6 pm – today we're closed"


def test_open_until_midnight_is_not_until_nought() -> None:
    late = opening((((600, 1440),),) * 7)
    assert today(late, "2026-11-25 12:00") == "until midnight"
    assert today(late, "2026-11-25 09:00", "da") == "kl. 10–24"


def test_what_never_closes_is_open_around_the_clock() -> None:
    assert today(opening(ALWAYS), "2026-11-25 12:00") == "around the clock"
    long_weekend = opening((((0, 1440),),) * 6 + ((),))
    assert today(long_weekend, "2026-11-23 12:00") == "around the clock"
    assert today(long_weekend, "2026-11-28 12:00") == "until midnight"


def test_names_no_time_where_no_opening_can_be_found() -> None:
    assert today(opening(CLOSED), "2026-11-25 12:00") == "again later – right now we're closed"


def test_counts_from_now_in_any_time_zone() -> None:
    now = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)
    said = say_hours_today(opening(), now, language="en", address=Address.INFORMAL, wording=SHIPPED)
    assert said == "from 9 am to 5 pm"


# The next opening


@pytest.mark.parametrize(
    ("hours", "said"),
    [(opening(), "tomorrow at 9 am"), (opening(ALWAYS), "around the clock"), (opening(CLOSED), "later")],
)
def test_the_next_opening_is_a_time_where_there_is_one(hours: OpeningHours, said: str) -> None:
    now = at("2026-11-25 10:00")
    assert say_next_opening(hours, now, language="en", address=Address.INFORMAL, wording=SHIPPED) == said


# The week


def test_equal_days_stand_together() -> None:
    assert week(opening()) == "Mon–Thu 9 am–5 pm, Fri 9 am–noon and 12:30 pm–4 pm, Sat–Sun closed"
    assert week(opening(), language="da") == "man.–tors. 9–17, fre. 9–12 og 12.30–16, lør.–søn. lukket"


def test_equal_days_that_do_not_follow_each_other_stand_alone() -> None:
    split: Week = (((540, 1020),), ((600, 1020),)) * 3 + ((),)
    assert week(opening(split), language="da").startswith("man. 9–17, tirs. 10–17, ons. 9–17, tors. 10–17")


def test_seven_equal_days_are_every_day() -> None:
    assert week(opening(ALWAYS)) == "every day around the clock"
    assert week(opening(CLOSED), language="da") == "alle dage lukket"
    assert week(opening((((1080, 1560),),) * 7), language="da") == "alle dage 18–2"


def test_what_differs_in_the_next_seven_days_follows() -> None:
    hours = opening(
        USUAL, special("2026-12-23", "2026-12-23", (((540, 780),),) * 7, da="lillejuleaften"), holidays=Holidays("DK")
    )
    assert week(hours, "2026-12-16 23:59", "da") == week(opening(), language="da")
    assert week(hours, "2026-12-18 10:00", "da").endswith(", men de næste dage ons. 9–13 (lillejuleaften)")
    assert week(hours, "2026-12-21 10:00", "da").endswith("ons. 9–13 (lillejuleaften), fre. lukket (Juledag)")
    assert week(hours, "2026-12-27 10:00", "da").endswith("lukket, men de næste dage fre. lukket (Nytårsdag)")


def test_closed_days_together_name_each_occasion_once() -> None:
    closed = special("2026-12-29", "2026-12-31", CLOSED, en="stocktaking")
    hours = opening((((540, 1020),),) * 7, closed, holidays=Holidays("DK"))
    assert week(hours, "2026-12-28 10:00").endswith(
        ", but over the next few days Tue–Fri closed (stocktaking, New Year's Day)"
    )


def test_open_days_with_occasions_of_their_own_stand_alone() -> None:
    hours = opening(
        CLOSED,
        special("2026-11-26", "2026-11-26", (((540, 780),),) * 7, en="sale"),
        special("2026-11-27", "2026-11-27", (((540, 780),),) * 7),
    )
    assert week(hours).endswith("Thu 9 am–1 pm (sale), Fri 9 am–1 pm")


# Everything that may be said

MOMENTS = st.integers(0, 3 * 365 * 96).map(lambda quarter: datetime.fromtimestamp(1_767_225_600 + quarter * 900, UTC))
HOURS: Mapping[str, OpeningHours] = {
    "usual": opening(holidays=Holidays("DK")),
    "nights": opening(NIGHTS),
    "always": opening(ALWAYS),
    "never": opening(CLOSED),
}


@settings(deadline=None)
@given(MOMENTS, MOMENTS, st.sampled_from(LANGUAGES), st.sampled_from(sorted(HOURS)), st.sampled_from(Address))
def test_leaves_no_placeholder_and_no_gap(
    now: datetime, moment: datetime, language: str, hours: str, address: Address
) -> None:
    for said in (
        say_by(moment, now=now, language=language, address=address, wording=SHIPPED, timezone=COPENHAGEN),
        say_at(moment, now=now, language=language, address=address, wording=SHIPPED, timezone=COPENHAGEN),
        say_hours_today(HOURS[hours], now, language=language, address=address, wording=SHIPPED),
        say_hours_week(HOURS[hours], now, language=language, address=address, wording=SHIPPED),
        say_next_opening(HOURS[hours], now, language=language, address=address, wording=SHIPPED),
    ):
        assert said == said.strip() != ""
        assert not set("{}") & set(said)
        assert "  " not in said
