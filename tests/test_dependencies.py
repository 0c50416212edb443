"""The import rules of the design, held over every file by reading its syntax tree."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
PLATFORMS = ("bot.slack", "bot.discord", "bot.terminal", "bot.web")
# A library and the only modules (or packages) that may import it.
HOMES = {
    "slack_bolt": ("bot.slack", "bot.web"),
    "slack_sdk": ("bot.slack", "bot.web"),
    "discord": ("bot.discord",),
    "rich": ("bot.terminal",),
    "prompt_toolkit": ("bot.terminal",),
    "starlette": ("bot.web", "bot.slack"),
    "uvicorn": ("bot.web",),
    "rank_bm25": ("retrieval.indexes.memory",),
    "tantivy": ("retrieval.indexes.disk",),
    "opensearchpy": ("retrieval.indexes.cluster",),
    "onnxruntime": ("retrieval.reader.runtime", "retrieval.training"),
    "onnx": ("retrieval.training",),
    "tokenizers": ("retrieval.reader.tokens",),
    "sqlite_utils": ("retrieval", "bot.journal"),
}


class Import(NamedTuple):
    module: str  # the importing module
    target: str  # what it imports
    lazy: bool  # inside a function
    line: int


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def targets(node: ast.Import | ast.ImportFrom, path: Path) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ""
    if node.level:
        folder = path.relative_to(ROOT).parts[:-1]
        base = ".".join((*folder[: len(folder) - node.level + 1], *filter(None, [node.module])))
    return [base, *(f"{base}.{alias.name}" for alias in node.names)]


def imports_of(path: Path, source: str) -> Iterator[Import]:
    pending: list[tuple[ast.AST, bool]] = [(ast.parse(source), False)]
    while pending:
        node, lazy = pending.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            for target in targets(node, path):
                yield Import(module_name(path), target, lazy, node.lineno)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        inside = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        pending += [(child, inside) for child in ast.iter_child_nodes(node)]


def faults(imports: list[Import]) -> list[str]:
    return [
        f"{found.module}:{found.line} imports {found.target}: {why}"
        for found in imports
        if (why := broken_rule(found))
    ]


def broken_rule(found: Import) -> str | None:
    library = found.target.partition(".")[0]
    homes = HOMES.get(library)
    if homes and not any(within(found.module, home) for home in homes):
        return f"only {', '.join(homes)} may import {library}"
    if within(found.module, "retrieval"):
        return "retrieval never imports bot" if library == "bot" else None
    return broken_platform_rule(found)


def broken_platform_rule(found: Import) -> str | None:
    target = next((name for name in PLATFORMS if within(found.target, name)), None)
    home = next((name for name in PLATFORMS if within(found.module, name)), None)
    if target is None or target == home:
        return None
    if home == "bot.web" and target == "bot.slack":
        return None  # the web front end carries Slack over HTTP
    if home:
        return "platforms never import each other"
    if within(found.module, "bot.commands") or found.module == "bot.__main__":
        return None if found.lazy else "the command line imports a platform inside a function"
    return "only the command line may start a platform"


def sources() -> list[Path]:
    return sorted(path for name in ("bot", "retrieval") for path in (ROOT / name).rglob("*.py"))


def test_every_file_keeps_the_import_rules() -> None:
    found = [item for path in sources() for item in imports_of(path, path.read_text("utf-8"))]
    assert len(found) > 20
    assert faults(found) == []


def test_retrieval_reads_no_environment() -> None:
    for path in (ROOT / "retrieval").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
            assert name not in {"environ", "getenv"}, f"{path.name}:{node}"


@pytest.mark.parametrize(
    ("file", "source", "kept"),
    [
        ("retrieval/corpus.py", "import bot", False),
        ("retrieval/corpus.py", "from bot.service import x", False),
        ("retrieval/corpus.py", "def f():\n    import tantivy", False),
        ("retrieval/indexes/disk.py", "def f():\n    import tantivy", True),
        ("bot/slack/render.py", "from bot.discord import render", False),
        ("bot/slack/render.py", "from ..discord import render", False),
        ("bot/slack/render.py", "from . import listeners", True),
        ("bot/slack/render.py", "from bot import discord", False),
        ("bot/service.py", "def f():\n    from bot.slack import run", False),
        ("bot/service.py", "import rich.text", False),
        ("bot/commands/x.py", "from bot.terminal import repl", False),
        ("bot/commands/x.py", "def f():\n    from bot.terminal import repl", True),
        ("bot/web/run.py", "from bot.slack import http", True),
    ],
)
def test_the_rules_catch_what_they_are_for(file: str, source: str, kept: bool) -> None:
    assert (faults(list(imports_of(ROOT / file, source))) == []) is kept


@pytest.mark.parametrize("module", ["retrieval.model", "bot.__main__"])
def test_starting_loads_no_library_that_may_not_be_needed(module: str) -> None:
    names = sorted({*HOMES, "numpy"} - {"sqlite_utils"})
    script = f"import sys, {module}; print([n for n in {names} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
