"""The coming days at a glance."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.hours import hours

HOURS = """
name: Café
languages: [da, cs]
timezone: Europe/Copenhagen
hours: {mon-fri: "09:00-17:00"}
shop_hours: {mon-sat: "10:00-18:00"}
exceptions: [{on: 2026-12-24, hours: closed, note: jul}]
departments: {press: {hours: {mon-fri: "10:00-15:00"}}}
voice: {cs: {address: formal}}
"""


ROTA = """
hours: {mon-sun: "09:00-17:00"}
rota:
  mette: {hours: {mon-sun: "08:00-13:00"}, departments: shop}
  jonas: {hours: {mon-sun: "12:00-16:00"}}
departments: {shop: , press: }
"""


def ask(faq: Path, *arguments: str, house: str = HOURS, now: str = "2026-12-23T12:00") -> Result:
    (faq / "house.yaml").write_text(house)
    return CliRunner().invoke(hours, arguments, env={"FAQ_DIR": str(faq), "SVARTID_NOW": now, "SVARTID_CLOCK_FILE": ""})


def test_tells_the_coming_days_and_what_customers_read(tmp_path: Path) -> None:
    lines = ask(tmp_path, "--at", "2026-12-22T20:00").stdout.splitlines()

    assert lines[0] == "Tue 2026-12-22 20:00: closed; opens next Wed 2026-12-23 09:00, closes next Wed 2026-12-23 17:00"
    assert "only the database knows" in lines[1]
    days = lines[3 : lines.index("", 3)]
    assert len(days) == 14
    assert days[1] == "  Wed 2026-12-23  09:00-17:00; the shop 10:00-18:00; press 10:00-15:00"
    assert days[2] == "  Thu 2026-12-24  closed (jul)"
    press = lines.index("press: closed; opens next Wed 2026-12-23 10:00, closes next Wed 2026-12-23 15:00")
    assert "  da  answered  man.–fre. 9–17, lør.–søn. lukket, men de næste dage tors. lukket (jul)" in lines[:press]
    assert "  da  answered  man.–fre. 10–15, lør.–søn. lukket, men de næste dage tors. lukket (jul)" in lines[press:]
    assert "i morgen inden kl. 11" in " ".join(" ".join(lines[:press]).split())
    assert "zítra do 12 hodin" in " ".join(" ".join(lines[press:]).split())
    assert all(len(line) <= 100 for line in lines)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("18:30", "Wed 2026-12-23 18:30: closed"),
        ("9.05", "Wed 2026-12-23 09:05: open; closes next Wed 2026-12-23 17:00, opens next Fri 2026-12-25 09:00"),
        ("2026-12-24", "Thu 2026-12-24 00:00: closed"),
        ("2026-12-24T08:00Z", "Thu 2026-12-24 09:00: closed"),
    ],
)
def test_takes_a_time_as_people_write_it(tmp_path: Path, at: str, told: str) -> None:
    assert ask(tmp_path, "--at", at, "--days", "1").stdout.startswith(told)


@pytest.mark.parametrize("at", ["tonight", "25:30", "", "2026-02-30", "1999-12-31"])
def test_what_is_no_time_is_refused(tmp_path: Path, at: str) -> None:
    refused = ask(tmp_path, "--at", at)

    assert refused.exit_code == 2
    assert "--at" in refused.stderr


def test_tells_who_is_on_and_when_nobody_is(tmp_path: Path) -> None:
    told = ask(tmp_path, "--at", "2026-12-22T16:30", "--days", "1", house=ROTA)

    assert "open, but nobody is on; closes next Tue 2026-12-22 17:00" in told.stdout
    assert "on: Mette 09:00-13:00, Jonas 12:00-16:00" in told.stdout
    assert "NOBODY ON 16:00-17:00" in told.stdout
    assert "NOBODY ON for press 09:00-12:00, 16:00-17:00" in told.stdout
    assert "NOBODY ON for shop" not in told.stdout


def test_says_so_where_it_never_opens_or_closes(tmp_path: Path) -> None:
    assert "closed; never opens" in ask(tmp_path, house="hours: closed").stdout
    assert "open; never closes" in ask(tmp_path, house="hours: 24h").stdout


def test_draws_the_days(tmp_path: Path) -> None:
    assert "days.svg" in ask(tmp_path, "--svg", str(tmp_path / "days.svg")).stdout
    assert "23. dec. 2026" in (tmp_path / "days.svg").read_text(encoding="utf-8")

    refused = ask(tmp_path, "--svg", str(tmp_path / "nowhere" / "days.svg"))
    assert refused.exit_code == 1
    assert "days.svg cannot be written: No such file" in refused.stderr


def test_says_when_the_house_cannot_be_read(tmp_path: Path) -> None:
    told = ask(tmp_path, house="languages: [da]\nhours: at noon\n")

    assert told.exit_code == 0
    assert "svartid faq check" in told.stderr
