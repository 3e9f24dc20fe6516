"""The commands as a user types them: what they print, and how they end."""

import json
import shutil
import signal
import socket
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
import requests

from bot.cli.pages import set_up_menus
from bot.clock import ClockFile
from bot.composition import menus_of_folder
from bot.core.conversation import Priority
from bot.keeping import Keeper
from bot.settings import Settings
from bot.store.conversations import load_conversation, save_conversation
from bot.store.database import open_database
from bot.store.sealing import Open
from bot.trial import free_ports
from tests.casts.graph import FakeGraph, reply_json
from tests.casts.happenings import NOON, said
from tests.casts.terminal import clean, command, svartid, svartid_process

SMALL = """
- id: hours
  questions:
    da:
      - Hvornår har I åbent?
      - Hvad er jeres åbningstider?
  answer:
    da: Vi har åbent {hours_today}.
- id: wifi
  questions:
    da:
      - Har I wifi?
      - Hvad er koden til nettet?
  answer:
    da: Koden står på kvitteringen.
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a small FAQ and a migrated database."""
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "house.yaml").write_text("languages: [da]\ntimezone: Europe/Copenhagen\n")
    (tmp_path / "faq" / "answers.yaml").write_text(SMALL)
    return tmp_path


def knows_our_texts(fitted_sample: Path, database: Path) -> None:
    """A database that need not encode again what we ship."""
    database.parent.mkdir(exist_ok=True)
    shutil.copy(fitted_sample, database)


def test_chat_answers_and_tells_why(here: Path) -> None:
    done = svartid_process(here, "chat", typed="hvornår har i åbent\nhar i wifi\n\n", SVARTID_NOW="2026-11-30T12:00")

    assert done.returncode == 0, done.stderr
    assert "Vi har åbent til kl. 17." in done.stdout
    assert "Koden står på kvitteringen." in done.stdout
    assert done.stdout.count("The match is sure enough to answer.") == 2


@pytest.mark.parametrize(
    ("typed", "told"), [("1", "The customer tapped that the answer helped."), ("👎 Det hjalp ikke", "did not help")]
)
def test_chat_taps_a_button_by_its_number_or_its_title(here: Path, typed: str, told: str) -> None:
    with (here / "faq" / "house.yaml").open("a") as house:
        house.write("ask_if_helped: yes\n")
    done = svartid(here, "chat", typed=f"har i wifi\n{typed}\n\n", SVARTID_NOW="2026-11-30T12:00")

    assert done.exit_code == 0, done.stderr
    assert "1 [👍 Det hjalp]   2 [👎 Det hjalp ikke]" in done.stdout
    assert told in done.stdout


def test_evaluate_measures_what_the_contract_names(here: Path) -> None:
    lines = [
        {"text": "hvornår åbner I?", "expect": "hours", "lang": "da"},
        {"text": "er der wifi hos jer", "expect": "wifi", "lang": "da"},
        {"text": "hvem vandt kampen", "expect": None, "lang": "da"},
    ]
    (here / "messages.jsonl").write_text("\n".join(map(json.dumps, lines)))
    done = svartid(here, "evaluate", "faq", "messages.jsonl", "--json", "--predictions", "out.jsonl")

    assert done.exit_code == 0, done.stderr
    measured = json.loads(done.stdout)
    assert measured.keys() == {
        "messages", "in_scope", "entries", "encoder", "top1_accuracy", "auroc", "coverage_at_precision",
        "operating_point", "latency_ms", "fit_seconds", "encode_seconds", "peak_rss_mb",
    }  # fmt: skip
    assert (measured["messages"], measured["in_scope"], measured["entries"]) == (3, 2, 2)
    assert measured["top1_accuracy"] == 1.0
    assert measured["coverage_at_precision"].keys() == {"0.80", "0.90", "0.95"}
    predictions = [json.loads(line) for line in (here / "out.jsonl").read_text().splitlines()]
    assert [prediction["best"] for prediction in predictions[:2]] == ["hours", "wifi"]
    assert all(p.keys() == {"text", "expect", "best", "confidence", "action"} for p in predictions)
    assert {prediction["action"] for prediction in predictions} <= {"answer", "clarify", "handoff"}


def test_evaluate_says_where_a_line_is_wrong(here: Path) -> None:
    (here / "messages.jsonl").write_text('{"text": "a", "expect": null}\n{"text": 1}\n')
    done = svartid(here, "evaluate", "faq", "messages.jsonl")

    assert done.exit_code != 0
    assert "messages.jsonl:2" in done.stderr
    assert "Traceback" not in done.stderr


def test_faq_check_tells_each_problem_with_its_place(here: Path) -> None:
    assert svartid(here, "faq", "check").exit_code == 0

    (here / "faq" / "answers.yaml").write_text(SMALL.replace("{hours_today}", "{hours_tonight}"))
    done = svartid(here, "faq", "check")
    assert done.exit_code == 1
    assert done.stdout.startswith("faq/answers.yaml:8:")
    assert "hours_tonight" in done.stdout


def test_faq_init_overwrites_nothing(here: Path) -> None:
    done = svartid(here, "faq", "init", "faq")

    assert done.exit_code == 1
    assert "not empty" in done.stderr


def test_hours_goes_by_the_clock_of_a_trial_and_draws_the_days(here: Path) -> None:
    ClockFile(here / "clock").travel(datetime(2030, 1, 3, 12, tzinfo=UTC))
    done = svartid(here, "hours", "--days", "3", "--svg", "days.svg", SVARTID_CLOCK_FILE="clock")

    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("Thu 2030-01-03 13:0")
    assert "inden kl. 15" in done.stdout
    assert "days.svg" in done.stdout
    assert "3.–5. jan. 2030" in "".join(ElementTree.parse(here / "days.svg").getroot().itertext())


def test_queue_reply_and_close(here: Path) -> None:
    url = f"sqlite:///{here}/svartid.db"
    now = {"SVARTID_NOW": NOON.isoformat(), "DATABASE_URL": url}
    assert svartid(here, "db", "upgrade", **now).exit_code == 0
    assert "Nobody waits." in svartid(here, "queue", **now).stdout

    database = open_database(url)
    Keeper(database, Open(), lambda: NOON, app_id=None).keep(
        b"{}", [said("kan I lave en kage?"), said("solbriller", "bo")]
    )
    with database.writing() as connection:
        for number in (1, 2):
            waits = load_conversation(connection, number).waits(
                since=NOON, reason="unsure", priority=Priority.NORMAL, department=None
            )
            save_conversation(connection, waits)
    database.close()

    listed = svartid(here, "queue", **now).stdout
    assert "#1" in listed
    assert "kan I lave en kage?" in listed
    assert svartid(here, "reply", "1", "Ja!", **now).exit_code == 0
    assert svartid(here, "close", "2", "spam", **now).exit_code == 0
    assert "Nobody waits." in svartid(here, "queue", **now).stdout
    assert "there is no conversation 9" in svartid(here, "reply", "9", "Hej", **now).stderr


MISTAKES: list[tuple[list[str], dict[str, str], str]] = [
    (["worker"], {}, "svartid db upgrade"),
    (["worker"], {"FAQ_DIR": "nowhere"}, "svartid faq init nowhere"),
    (["queue"], {}, "svartid db upgrade"),
    (["queue"], {"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
    (["queue"], {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"}, "DATABASE_URL"),
    (["queue"], {"PORT": "x"}, "PORT"),
    (["page", "check"], {}, "META_PAGE_TOKENS"),
    (["queue"], {"DATABASE_URL": "sqlite:////etc/passwd"}, "DATABASE_URL"),
    (["queue"], {"DATABASE_URL": "sqlite:////dev/null/x/y.db"}, "DATABASE_URL"),
    (["queue"], {"DATABASE_URL": "postgresql://u:p@host:abc/db"}, "DATABASE_URL"),
    (["reply", "99999999999999999999999", "x"], {}, "9223372036854775807"),
    (["faq", "init", "faq/house.yaml/x"], {}, "cannot be written"),
    (["hours", "--at", "9999-12-31T23:00"], {}, "2100"),
    (["page", "check"], {"META_PAGE_TOKENS": "secret-token"}, "META_PAGE_TOKENS"),
    (["hours", "--at", "tonight"], {}, "tonight"),
    (["chat"], {"FAQ_DIR": "nowhere"}, "FAQ_DIR"),
]


@pytest.mark.parametrize(("arguments", "environment", "told"), MISTAKES)
def test_a_mistake_is_told_in_a_sentence(
    here: Path, arguments: list[str], environment: dict[str, str], told: str
) -> None:
    done = svartid(here, *arguments, **environment)

    assert isinstance(done.exception, SystemExit)
    assert done.exit_code in {1, 2}
    assert told in done.stderr
    assert "secret-token" not in done.output


def test_a_mistake_ends_the_process_without_a_traceback(here: Path) -> None:
    done = svartid_process(here, "queue")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "svartid db upgrade" in done.stderr


def test_run_says_when_its_port_is_taken(here: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = svartid(here, "run", PORT=str(port))

    assert done.exit_code == 1
    assert f"Port {port} is taken" in done.stderr


def test_a_worker_stops_when_told(here: Path, fitted_sample: Path) -> None:
    knows_our_texts(fitted_sample, here / "var" / "svartid.db")
    with subprocess.Popen(command("worker"), cwd=here, env=clean(), stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stderr is not None
        for line in worker.stderr:
            if "published" in line:
                break
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=60) == 0


PAGE_12 = reply_json(200, {"id": "12", "name": "Café Norden"})
SUBSCRIBED = reply_json(200, {"success": True})
NO_PROFILE = reply_json(200, {"data": []})


def test_page_setup_and_check_ask_meta(here: Path) -> None:
    with FakeGraph() as graph:
        graph.will(
            *(SUBSCRIBED, PAGE_12, NO_PROFILE),
            *(PAGE_12, PAGE_12, NO_PROFILE),
            reply_json(400, {"error": {"code": 190, "message": "Session has expired", "type": "OAuthException"}}),
        )
        meta = {"GRAPH_API_URL": graph.url, "META_PAGE_TOKENS": "12=secret-token"}
        setup, check, expired = (
            svartid(here, "page", command, **meta) for command in ("setup", "check", "check")
        )  # fmt: skip

    assert setup.stdout.startswith("12: subscribed to messages, ")
    assert "menu" not in setup.stdout
    assert check.stdout == "12: good, speaks for Café Norden (12)\n"
    assert (expired.exit_code, "Session has expired" in expired.stdout) == (1, True)
    assert "secret-token" not in setup.stdout + check.stdout + expired.stdout + expired.stderr


def test_page_setup_shows_the_houses_menu_and_check_tells_when_it_differs(here: Path) -> None:
    (here / "faq" / "house.yaml").write_text("languages: [da]\nmenu: [hours, wifi]\n")
    with FakeGraph() as graph:
        graph.will(SUBSCRIBED, PAGE_12, reply_json(200, {"result": "success"}))
        meta = {"GRAPH_API_URL": graph.url, "META_PAGE_TOKENS": "12=secret-token"}
        setup = svartid(here, "page", "setup", **meta)
        set_at_meta = graph.bodies[-1]
        graph.will(PAGE_12, PAGE_12, reply_json(200, {"data": [set_at_meta]}))
        same = svartid(here, "page", "check", **meta)
        (here / "faq" / "house.yaml").write_text("languages: [da]\nmenu: [wifi]\n")
        graph.will(PAGE_12, PAGE_12, reply_json(200, {"data": [set_at_meta]}))
        other = svartid(here, "page", "check", **meta)

    assert setup.stdout.count("\n") == 1
    assert setup.stdout.endswith("; menu set in da\n")
    assert isinstance(set_at_meta, dict)
    assert [item["title"] for item in set_at_meta["persistent_menu"][0]["call_to_actions"]] == [
        *("Hvornår har I åbent?", "Har I wifi?", "Tal med et menneske")
    ]
    assert same.stdout == "12: good, speaks for Café Norden (12)\n"
    assert other.stdout == (
        "12: good, speaks for Café Norden (12); its menu at Meta is not that of the house, run `svartid page setup`\n"
    )


def test_page_setup_takes_away_a_menu_that_the_house_has_no_more(here: Path) -> None:
    ours = {"get_started": {"payload": "svartid:welcome"}}
    with FakeGraph() as graph:
        graph.will(SUBSCRIBED, PAGE_12, reply_json(200, {"data": [ours]}), reply_json(200, {"result": "success"}))
        setup = svartid(here, "page", "setup", GRAPH_API_URL=graph.url, META_PAGE_TOKENS="12=secret-token")

    assert setup.stdout.endswith("; menu taken away\n")
    assert (graph.asked[-1].method, graph.asked[-1].body) == ("DELETE", {"fields": ["get_started"]})


def test_page_tells_what_went_well_before_meta_refused_the_menu(here: Path) -> None:
    refused = reply_json(400, {"error": {"code": 100, "message": "No menus here", "type": "OAuthException"}})
    with FakeGraph() as graph:
        graph.will(SUBSCRIBED, PAGE_12, refused, PAGE_12, PAGE_12, refused)
        meta = {"GRAPH_API_URL": graph.url, "META_PAGE_TOKENS": "12=secret-token"}
        setup, check = (svartid(here, "page", command, **meta) for command in ("setup", "check"))

    assert (setup.exit_code, check.exit_code) == (1, 1)
    assert ", but its menu is not set: error 100 (HTTP 400): No menus here" in setup.stdout
    assert check.stdout == (
        "12: good, speaks for Café Norden (12), but its menu cannot be read: error 100 (HTTP 400): No menus here\n"
    )


def test_menus_of_a_trial_are_set_and_one_that_is_refused_is_told(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    (here / "faq" / "house.yaml").write_text("languages: [da]\nmenu: [hours, wifi]\n")
    refused = reply_json(400, {"error": {"code": 100, "message": "No menus here", "type": "OAuthException"}})
    with FakeGraph() as graph:
        graph.will(PAGE_12, refused, PAGE_12, reply_json(200, {"result": "success"}))
        settings = Settings(graph_api_url=graph.url, meta_page_tokens="12=page,34=page", faq_dir=here / "faq")
        set_up_menus(settings, menus_of_folder(settings))

    told = capsys.readouterr()
    assert told.err == "The menu of account 12 is not set: error 100 (HTTP 400): No menus here\n"
    assert told.out == ""
    assert [asked.query for asked in graph.asked if asked.method == "POST"] == [{}, {"platform": ["instagram"]}]


def test_run_starts_everything_in_the_present_travels_in_time_and_stops_when_told(
    here: Path, fitted_sample: Path
) -> None:
    knows_our_texts(fitted_sample, here / "var" / "trial.db")
    ClockFile(here / "var" / "trial.clock").travel(datetime(2001, 1, 1, tzinfo=UTC))  # of the last trial
    port = free_ports()
    not_for_it = {"SMTP_URL": "no mail from a trial", "ALERT_WEBHOOK_URL": "nor a post", "SECRET_KEY": "nor this"}
    environment = clean(PORT=str(port), PYTHONUNBUFFERED="1", **not_for_it)
    with subprocess.Popen(
        command("run"), cwd=here, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as run:
        assert run.stdout is not None
        assert any("Svartid is running." in line for line in run.stdout)
        link = next(line for line in run.stdout if "Answer as a person" in line).split()[4]
        assert "lets you in once, as You" in requests.get(link, timeout=30).text
        assert requests.get(f"http://127.0.0.1:{port}/readyz", timeout=10).json()["ready"] is True
        clock, travel = f"http://127.0.0.1:{port}/clock", f"http://127.0.0.1:{port + 1}/standin/travel"
        assert requests.get(clock, timeout=30).json()["travelling"] is False
        there = requests.post(travel, json={"to": "2030-12-24T18:30"}, timeout=30).json()["clock"]
        assert datetime.fromtimestamp(there["now"] / 1000, UTC).isoformat().startswith("2030-12-24T17:30")
        assert requests.get(clock, timeout=30).json()["now"].startswith("2030-12-24T18:30")
        assert requests.post(travel, json={"to": "tonight"}, timeout=30).status_code == 400
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=90) == 0
    for taken in (port, port + 1):
        with pytest.raises(requests.ConnectionError):
            requests.get(f"http://127.0.0.1:{taken}/", timeout=2)


@pytest.mark.parametrize("command", [["chat"], ["faq", "check"]], ids=" ".join)
def test_a_missing_encoder_is_told_with_the_remedy_and_spelling_goes_on(
    here: Path, command: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    done = svartid(here, *command, typed="har i wifi\n\n", ENCODER="/no/such/model", SVARTID_NOW=NOON.isoformat())

    assert done.exit_code == 0, done.output
    assert "by spelling alone" in caplog.text
    assert "ENCODER=embedded" in caplog.text
