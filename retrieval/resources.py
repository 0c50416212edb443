"""Files that travel with the packages: the seed articles, the default settings and word lists.

In a checkout they are the top level folders ``seeds`` and ``config``; in an installed wheel they
lie in ``retrieval/_data``.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def config_folder() -> Path:
    """Return the folder of ``default.toml`` and the word lists."""
    return _folder("config")


def seeds_folder() -> Path:
    """Return the folder of the five seed articles."""
    return _folder("seeds")
