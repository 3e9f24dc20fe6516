"""The editors' files and our shipped sentences, read from the disk."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

_HERE = Path(__file__).parent

SHIPPED_WORDING = _HERE / "wording"

SAMPLE = _HERE / "sample_faq" if (_HERE / "sample_faq").is_dir() else _HERE.parent / "faq"
"""The sample business: package data in a wheel, the faq folder in a checkout."""


class NoContentFolder(Exception):
    """There is no content folder; the message names it and says how to get one."""


def read_content_files(folder: Path) -> dict[str, bytes]:
    """Every YAML file below a folder by its relative path; what starts with a dot is skipped.

    Raises NoContentFolder.
    """
    if not folder.is_dir():
        raise NoContentFolder(
            f"FAQ_DIR names {folder}, which is not a folder; `svartid faq init {folder}` puts a sample business there."
        )
    paths = sorted(path for path in folder.rglob("*") if path.suffix in {".yaml", ".yml"} and path.is_file())
    relative = {path.relative_to(folder): path for path in paths}
    return {
        name.as_posix(): path.read_bytes()
        for name, path in relative.items()
        if not any(part.startswith(".") for part in name.parts)
    }


def shipped_wording() -> dict[str, bytes]:
    """Our own sentences in every language we ship."""
    return read_content_files(SHIPPED_WORDING)


def content_hash(files: Mapping[str, bytes]) -> str:
    """What tells one state of the content from another: SHA-256 over paths and bytes, in hex."""
    digest = hashlib.sha256()
    for path, content in sorted(files.items()):
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
