"""What was read and may be wanted again, in a dict that does not grow without end."""

from __future__ import annotations

from typing import TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def keep(kept: dict[_Key, _Value], key: _Key, value: _Value, most: int) -> None:
    """Remember a value; when there are ``most`` already, they are all forgotten first."""
    if len(kept) >= most:
        kept.clear()
    kept[key] = value
