"""The ratios that the design promises, in one run at 10,000 passages (seconds, not minutes).

``python -m tests.bench.scale 1000 10000 100000 1000000`` measures more of them, with all peers.
"""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SIZE = 10_000


@pytest.mark.bench
@pytest.mark.slow
def test_retrieval_beside_its_peers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(ROOT)
    from tests.bench import scale

    names = ["quotedesk disk, one snapshot", "bare tantivy", "quotedesk memory", "rank-bm25"]
    rows = scale.run(tmp_path, [SIZE], names)[SIZE]
    ours = rows["quotedesk disk, one snapshot"]
    assert ours["p50 ms"] * 20 < rows["rank-bm25"]["p50 ms"]
    assert scale.agreement(ours["top ten"], rows["quotedesk memory"]["top ten"]) > 0.95
    assert rows["build"]["passages"] > SIZE * 0.9
