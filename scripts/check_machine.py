"""Tells before an installation, in one sentence, what this machine lacks. Runs on any Python, however old."""

import sys

_DEFAULT_ROOM_MB = 700


def lacking(room_mb):
    """What to do first, or None where nothing is lacking."""
    if sys.version_info < (3, 11):
        return (
            "Svartid needs Python 3.11 or newer, and this is {}.{}: install a newer one and name it, "
            "for example with: make PYTHON=python3.12 run"
        ).format(*sys.version_info[:2])
    import shutil

    if not _can_make_environments():
        return (
            "Python cannot make virtual environments here; on Debian and Ubuntu: apt install python{}.{}-venv".format(
                *sys.version_info[:2]
            )
        )
    free_mb = shutil.disk_usage(".").free // 1000000
    if free_mb < room_mb:
        needed = "Only {} MB are free on this disk, and {} are needed: make some room and start again."
        return needed.format(free_mb, room_mb)
    return None


def _can_make_environments():
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(lacking(int(sys.argv[1]) if len(sys.argv) > 1 else _DEFAULT_ROOM_MB))
