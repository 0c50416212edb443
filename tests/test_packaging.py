"""The wheel and the source archive: complete, and at work outside the checkout."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def build(kind: str, into: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)],
        cwd=ROOT, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    (built,) = into.iterdir()
    return built


def test_every_dependency_is_pinned_by_a_plain_line() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line) for line in lines)
    pinned = {canonical(line.partition("==")[0]) for line in lines}
    extras = PROJECT["optional-dependencies"].values()
    wanted = [*PROJECT["dependencies"], *(name for extra in extras for name in extra)]
    names = {canonical(re.match(r"[\w.-]+", name)[0]) for name in wanted}
    assert names - {"quotedesk"} <= pinned


def test_every_extra_of_the_product_is_part_of_all() -> None:
    extras = PROJECT["optional-dependencies"]
    (everything,) = extras["all"]
    named = set(re.search(r"\[(.+)\]", everything)[1].split(","))
    assert named == extras.keys() - {"all", "test", "bench", "train"}


@pytest.mark.slow
def test_a_wheel_answers_in_a_fresh_environment_outside_the_checkout(tmp_path: Path) -> None:
    wheel = build("wheel", tmp_path / "dist")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"retrieval/_data/seeds/{path.name}" for path in (ROOT / "seeds").iterdir()} <= names
    assert {f"retrieval/_data/config/{path.name}" for path in (ROOT / "config").iterdir()} <= names
    assert not [name for name in names if name.startswith("tests")]
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    site = next(venv.glob("lib/python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"))  # not the project itself
    environ = {"HOME": str(tmp_path), "PATH": os.defpath}
    script = (
        "import sys, bot, bot.__main__ as m; assert sys.argv[1] in bot.__file__, bot.__file__; "
        "sys.exit(m.main(sys.argv[2:]))"
    )
    done = subprocess.run(
        [venv / "bin" / "python", "-c", script, str(venv), "ask", "--json",
         "who led the Pakistani delegation?"],
        cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert any("Saeed" in reading["quote"]["text"] for reading in answer["readings"])


@pytest.mark.slow
def test_the_source_archive_holds_what_a_build_needs(tmp_path: Path) -> None:
    archive = build("sdist", tmp_path)
    with tarfile.open(archive) as held:
        names = {name.partition("/")[2] for name in held.getnames()}
    assert {"Makefile", "LICENSE", "NOTICE", "constraints.txt", "config/default.toml"} <= names
    assert {f"seeds/{path.name}" for path in (ROOT / "seeds").iterdir()} <= names
