"""Measure all matchers and write the tables into docs/benchmarks.md: `python -m benchmarks [DATA_FOLDER ...]`.

A DATA_FOLDER holds sets such as `shop_da/` with `faq/` (a FAQ_DIR) and `messages.jsonl` (as for `svartid evaluate`), or
is such a set; without one, the sample business is measured.
"""

import argparse
import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from tqdm import tqdm

from benchmarks import table
from benchmarks.contestants import field
from benchmarks.data import ROOT, read_sets, sample
from benchmarks.quality import Quality, compare
from benchmarks.speed import Speed, race
from bot.core.matching.encoder import Encoder
from scripts.fit_prior import Remembering

PAGE = ROOT / "docs" / "benchmarks.md"
SIZES = (10, 100, 1_000, 10_000)
SAMPLES = 2_000


def main() -> None:
    """Read the command line, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="*", type=Path)
    parser.add_argument("--sizes", nargs="*", type=int, default=SIZES, help="of the banks for speed; none to leave out")
    parser.add_argument("--page", type=Path, default=PAGE, help="the Markdown file whose tables are replaced")
    parser.add_argument("--json", type=Path, help="a file for the results as JSON")
    arguments = parser.parse_args()
    sets = list(read_sets(arguments.data)) if arguments.data else [sample()]
    with tqdm(total=len(field.FIELD) * (len(sets) + len(arguments.sizes))) as bar:

        def step(description: str) -> None:
            bar.set_description(description)
            bar.update()

        speeds = race(arguments.sizes, field.FIELD, step)
        quality = compare(sets, field.FIELD, _remembering, samples=SAMPLES, step=step)
    table.write(arguments.page, table.markdown(quality, speeds))
    if arguments.json:
        arguments.json.write_text(_json(quality, speeds), "utf-8")


@cache
def _remembering(name: str) -> Encoder:
    """One of each encoder, which encodes no text twice."""
    return Remembering(field.encoder(name))


def _json(quality: Quality, speeds: Sequence[Speed]) -> str:
    measured = asdict(quality) | {"speed": [asdict(speed) for speed in speeds]}
    return json.dumps(_without_nan(measured), indent=1) + "\n"


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_nan(part) for part in value]
    return None if isinstance(value, float) and math.isnan(value) else value


if __name__ == "__main__":
    main()
