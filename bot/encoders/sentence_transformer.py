"""Any model of the sentence-transformers family."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import PurePath
from threading import Lock

import numpy as np

from bot.core.matching.encoder import Vectors
from bot.encoders.plain_text import plain_text

_E5 = re.compile(r"(?<![a-z])e5-(small|base|large)(?!.*instruct)", re.IGNORECASE)


class SentenceTransformerEncoder:
    """A model by its name on the hub, or by the folder it was saved in; with a folder no network is needed."""

    def __init__(self, name_or_folder: str) -> None:
        """Raises ImportError without the package, and whatever the package raises where it cannot load the model."""
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # an extra, and slow to import

        try:
            self._model = SentenceTransformer(name_or_folder, local_files_only=True)  # no network once downloaded
        except OSError:
            self._model = SentenceTransformer(name_or_folder)
        self._lock = Lock()  # its tokenizer raises "Already borrowed" when two threads use it at once
        self._prompt = query_prompt(name_or_folder, self._model.prompts)
        self.name = f"{PurePath(name_or_folder).name}-{self._fingerprint()}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), the model's dimensions), with the prompt that the model wants."""
        readable = [plain_text(text) for text in texts] or [""]
        with self._lock:
            vectors = self._model.encode_query(
                readable, prompt=self._prompt, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors[: len(texts)], np.float32)

    def _fingerprint(self) -> str:
        """Tells models of the same name apart, wherever they lie: by prompt, settings (such as pooling) and weights."""
        digest = sha256(f"{self._prompt}\0{self._model}".encode())
        for name, weights in self._model.state_dict().items():
            digest.update(name.encode())
            digest.update(weights.float().cpu().numpy().tobytes())
        return digest.hexdigest()[:12]


def query_prompt(name_or_folder: str, prompts: Mapping[str, str | None]) -> str:
    """What is put before each text: the model's own prompt for queries, `query: ` for an E5 model, else nothing.

    The E5 models want `query: ` on both sides where questions meet questions, say their model cards (for example that
    of intfloat/multilingual-e5-small), but their files name no prompts. They are known by `e5-small`, `e5-base` or
    `e5-large` in the name or folder. The instruct models of the family want another prompt, which their files name.
    """
    return prompts.get("query") or ("query: " if _E5.search(name_or_folder) else "")
