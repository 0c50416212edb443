"""Opening a reader: every file is held to its hash, and each fault is one sentence."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.errors import ReaderError, ReaderMissing
from retrieval.reader.files import MANIFEST, MODEL, VOCABULARY, WEIGHTS, write_manifest
from retrieval.reader.opening import Reader


def fault(folder: Path) -> str:
    with pytest.raises(ReaderError) as error:
        Reader.open(folder)
    assert "\n" not in str(error.value)
    assert error.value.__cause__ is None
    return str(error.value)


@pytest.mark.parametrize("name", [MODEL, VOCABULARY, WEIGHTS, MANIFEST])
def test_a_missing_file_is_named(tiny: Path, name: str) -> None:
    (tiny / name).unlink()
    assert f"{name} is missing" in fault(tiny)


@pytest.mark.parametrize("name", [MODEL, VOCABULARY, WEIGHTS])
def test_a_file_that_is_cut_short_or_changed_is_refused(tiny: Path, name: str) -> None:
    whole = (tiny / name).read_bytes()
    for content in (whole[: len(whole) // 2], b"", whole + b" "):
        (tiny / name).write_bytes(content)
        assert f"{name} is damaged or another one" in fault(tiny)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe"])
def test_a_damaged_manifest_is_refused(tiny: Path, content: bytes) -> None:
    (tiny / MANIFEST).write_bytes(content)
    assert "damaged" in fault(tiny)


def test_a_network_that_cannot_run_is_refused_though_its_hash_is_right(tiny: Path) -> None:
    (tiny / MODEL).write_bytes(b"no network")
    write_manifest(tiny)
    assert "onnxruntime" in fault(tiny)


def test_weights_and_vocabulary_of_something_else_are_refused(tiny: Path) -> None:
    (tiny / VOCABULARY).write_text("a\nb\n", "utf-8")
    write_manifest(tiny)
    assert VOCABULARY in fault(tiny)


def test_weights_for_other_features_are_refused(tiny: Path) -> None:
    weights = json.loads((tiny / WEIGHTS).read_text("utf-8"))
    del weights["combination"]["reader_all"]
    (tiny / WEIGHTS).write_text(json.dumps(weights), "utf-8")
    write_manifest(tiny)
    assert WEIGHTS in fault(tiny)


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
def test_without_its_libraries_the_extra_is_named(tiny: Path, library: str) -> None:
    script = (
        f"import sys; sys.modules[{library!r}] = None\n"
        "from pathlib import Path\n"
        "from retrieval.reader.opening import Reader\n"
        "from retrieval.errors import ReaderMissing\n"
        f"try: Reader.open(Path({str(tiny)!r}))\n"
        "except ReaderMissing as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (
        done.stdout.strip() == "The reader needs more libraries; run: pip install quotedesk[reader]"
    )
    assert issubclass(ReaderMissing, ReaderError)
