"""The layers of the settings as flat dotted keys, and how their values become typed ones."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from math import inf
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

PREFIX = "QUOTEDESK_"


@dataclass(frozen=True, slots=True)
class Given:
    """A value as it was given, and the name to blame when it is wrong.

    ``folder`` is what a relative path in it is relative to.
    """

    value: object
    source: str
    folder: Path


Layer = dict[str, Given]


def file_layer(path: Path, faults: list[str]) -> Layer:
    """Read a TOML file; relative paths in it are relative to its folder."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        faults.append(f"The settings file {path} cannot be read; check that it is there.")
        return {}
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError
        where = re.search(r"\(at (line \d+), column \d+\)", str(error))
        line = f": see {where[1]}" if where else ""
        faults.append(f"The settings file {path} is not valid TOML{line}.")
        return {}
    folder = path.absolute().parent
    return {key: Given(value, f"{key} in {path}", folder) for key, value in _flat(table, "")}


def _flat(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def environment_layer(variables: Mapping[str, str]) -> Layer:
    """Take the ``QUOTEDESK_`` variables, and ``PORT`` as hosting platforms set it."""
    layer: Layer = {}
    if variables.get("PORT"):
        layer["web.port"] = Given(variables["PORT"], "PORT", Path.cwd())
    for name, value in variables.items():
        key = name.removeprefix(PREFIX).lower().replace("__", ".")
        if name.startswith(PREFIX) and key != "config":
            layer[key] = Given(value, name, Path.cwd())
    return layer


def options_layer(options: Mapping[str, object]) -> Layer:
    """Take the options that were given (not None); their keys are dotted."""
    return {
        key: Given(value, f"--{key.rpartition('.')[2]}", Path.cwd())
        for key, value in options.items()
        if value is not None
    }


def keys(settings: type[Any], prefix: str = "") -> Iterator[tuple[str, Field[Any], Any]]:
    """Yield every key of a settings class with its field and its type."""
    types = get_type_hints(settings)
    for field in fields(settings):
        kind: Any = types[field.name]
        if field.metadata.get("elsewhere"):
            continue
        if _is_section(kind):
            yield from keys(kind, f"{prefix}{field.name}.")
        else:
            yield f"{prefix}{field.name}", field, kind


def _is_section(kind: Any) -> bool:
    return is_dataclass(kind)


def typed(settings: type[Any], layer: Layer, faults: list[str]) -> dict[str, object]:
    """Return the typed value of every key given; add a line for each fault."""
    known = {key: (field, kind) for key, field, kind in keys(settings)}
    values: dict[str, object] = {}
    for key, given in layer.items():
        if key not in known:
            faults.append(_unknown(key, given, known))
            continue
        field, kind = known[key]
        if kind is Path and given.value == "":
            continue  # empty: the default place
        try:
            values[key] = _convert(given, kind, field.metadata)
        except _Wrong as wrong:
            faults.append(f"{given.source} must be {wrong}.")
    return values


def nested(settings: type[Any], values: Mapping[str, object], prefix: str = "") -> dict[str, Any]:
    """Return the constructor arguments of a settings class, sections built."""
    types = get_type_hints(settings)
    arguments: dict[str, Any] = {}
    for field in fields(settings):
        key = f"{prefix}{field.name}"
        if field.metadata.get("elsewhere"):
            continue
        if _is_section(types[field.name]):
            section = types[field.name]
            arguments[field.name] = section(**nested(section, values, f"{key}."))
        elif key in values:
            arguments[field.name] = values[key]
        elif field.default is MISSING:
            arguments[field.name] = None
    return arguments


class _Wrong(Exception):
    """A value is not what its key needs; the text completes "KEY must be ..."."""


def _unknown(key: str, given: Given, known: Collection[str]) -> str:
    from difflib import get_close_matches  # only a faulty set-up pays for it

    near = get_close_matches(key, known, n=1, cutoff=0.6)
    if not near:
        near = [name for name in known if name.rpartition(".")[2] == key.rpartition(".")[2]][:1]
    if any(name.startswith(f"{key}.") for name in known):
        return f"{given.source} must be a section, [{key}]."
    return f"{given.source} is no setting{f'; did you mean {near[0]}?' if near else '.'}"


def _convert(given: Given, kind: Any, checks: Mapping[str, Any]) -> object:
    value = given.value
    if get_origin(kind) is Literal:
        return _choice(value, get_args(kind))
    if get_origin(kind) is tuple:
        return _strings(value)
    if kind is Path:
        return _path(value, given.folder)
    if kind is str:
        return _string(value)
    if kind is bool:
        return _yes_or_no(value)
    return _number(value, kind, checks.get("least"), checks.get("most"))


def _choice(value: object, choices: tuple[str, ...]) -> str:
    if isinstance(value, str) and value in choices:
        return value
    raise _Wrong(f"one of {', '.join(choices)}")


def _string(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)  # an id written without quotes
    raise _Wrong("text in quotes")


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [part for part in value.strip("[] ").replace(",", " ").split() if part]
    if not isinstance(value, list | tuple):
        raise _Wrong("a list of texts")
    return tuple(_string(part).strip("\"'") for part in value)


_YES_NO = dict.fromkeys(("true", "yes", "on", "1"), True)
_YES_NO |= dict.fromkeys(("false", "no", "off", "0"), False)


def _yes_or_no(value: object) -> bool:
    chosen = _YES_NO.get(value.strip().lower()) if isinstance(value, str) else value
    if isinstance(chosen, bool):
        return chosen
    raise _Wrong("true or false")


def _path(value: object, folder: Path) -> Path:
    if not isinstance(value, str | Path) or "\0" in str(value):
        raise _Wrong("a path in quotes")
    try:
        return (folder / Path(value).expanduser()).resolve()
    except (OSError, RuntimeError):  # an unknown home, a loop of links
        raise _Wrong("a path that can be followed") from None


def _number(value: object, kind: type, least: float | None, most: float | None) -> int | float:
    noun = ("a whole number" if kind is int else "a number") + _range(least, most)
    number = value
    if isinstance(value, str):
        try:
            number = kind(value)
        except ValueError:
            raise _Wrong(noun) from None
    if isinstance(number, bool) or not isinstance(number, int if kind is int else int | float):
        raise _Wrong(noun)
    if not _within(number, least, most):
        raise _Wrong(noun)
    return int(number) if kind is int else float(number)


def _within(number: float, least: float | None, most: float | None) -> bool:
    low = -inf if least is None else least
    high = inf if most is None else most
    return low <= number <= high and number not in (inf, -inf)


def _range(least: float | None, most: float | None) -> str:
    if least is not None and most is not None:
        return f" from {least:,} to {most:,}"
    return f", {least:,} or more" if least is not None else ""
