"""`svartid evaluate` as an editor calls it."""

import json
from pathlib import Path

from click.testing import CliRunner

from bot.cli.measuring import evaluate

FAQ = """
- id: dogs
  questions:
    en:
      - Are dogs welcome?
      - Can I bring my dog?
  answer:
    en: Yes.
"""


def test_the_picture_comes_beside_json(tmp_path: Path) -> None:
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "answers.yaml").write_text(FAQ, "utf-8")
    messages, page = tmp_path / "messages.jsonl", tmp_path / "report.html"
    messages.write_text(json.dumps({"text": "Are dogs welcome?", "expect": "dogs"}), "utf-8")
    done = CliRunner().invoke(evaluate, [str(tmp_path / "faq"), str(messages), "--json", "--html", str(page)])

    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["top1_accuracy"] == 1
    assert "Of 1 message, the bot would answer <strong>1</strong> by itself." in page.read_text("utf-8")
