"""Write down what the embedded encoder makes of the texts that ship with us: `python -m scripts.encode_shipped`.

To be run when the sample business, the calibration's everyday sentences or the encoder have changed; what is not in the
file is encoded at the first start, which only takes longer.
"""

import sys

from bot.calibration import shipped_prior
from bot.content_files import SAMPLE, read_content_files, shipped_wording
from bot.core.content.loading import load_content
from bot.core.matching.texts import Texts
from bot.encoders.embedded import EmbeddedEncoder
from bot.shipped_vectors import FILE, write_shipped


def shipped_texts() -> list[str]:
    """What the matcher asks of an encoder for the sample business, and for any other beside its own texts."""
    content, prior = load_content(read_content_files(SAMPLE), shipped_wording()), shipped_prior()
    everyday = (text for sentences in prior.background.values() for text in sentences)
    return sorted({*Texts.of(content.entries, prior).all, *everyday, *prior.off_topic, *prior.small_talk})


def main() -> None:
    """Encode, and write."""
    texts, encoder = shipped_texts(), EmbeddedEncoder()
    write_shipped(dict(zip(texts, encoder.encode(texts), strict=True)), encoder.name)
    sys.stdout.write(f"{FILE}: {len(texts)} texts, {FILE.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
