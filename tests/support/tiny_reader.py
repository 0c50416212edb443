"""A reader made on the spot: a real ONNX network of one table, which scores words it is told.

What a piece scores depends on nothing but the piece; that is enough to tell right from wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save

from retrieval.answering.confidence import SIGNS as LIGHT_SIGNS
from retrieval.reader.files import MODEL, VOCABULARY, WEIGHTS, write_manifest
from retrieval.reader.scorer import FEATURES, SIGNS

SPECIAL = {0: "[PAD]", 100: "[UNK]", 101: "[CLS]", 102: "[SEP]"}
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
LOW = -5.0
TEXTS = {
    "flood.txt": "The flood came in July. More than 80 people died in the valley."
    " It rained for days.",
    "coast.txt": "The storm hit the coast in May. Officials counted the boats."
    " Nobody was hurt there.",
}


def make(
    folder: Path, words: Mapping[str, float], weights: Mapping[str, object] | None = None
) -> Path:
    """Write a reader whose answers are spans of these words, each with its score."""
    folder.mkdir(exist_ok=True)
    pieces = [SPECIAL.get(number, f"[unused{number}]") for number in range(103)]
    pieces += [*words, *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    (folder / VOCABULARY).write_text("\n".join(pieces) + "\n", "utf-8")
    table = np.full(3000, LOW, np.float32)
    table[101] = 0.0
    for number, score in enumerate(words.values(), 103):
        table[number] = score
    save(_network(table), folder / MODEL)
    (folder / WEIGHTS).write_text(json.dumps(weights or plain_weights()), "utf-8")
    write_manifest(folder)
    return folder


def plain_weights() -> dict[str, object]:
    """Return weights that add the score of the reader to that of the light scorer."""
    names = {"light_score": 1.0, "reader_all": 1.0}
    combination = {
        name: {"weight": names.get(name, 0.0), "mean": 0.0, "scale": 1.0} for name in FEATURES
    }
    signs = {
        name: {"weight": float(name == "reader_margin"), "mean": 0.0, "scale": 1.0}
        for name in (*LIGHT_SIGNS, *SIGNS)
    }
    model = {"bias": 0.0, "signs": signs}
    return {
        "reading": {"windows": 6, "behind": 100.0},
        "combination": combination,
        "answerable": model,
        "right": model,
        "quote": model,
    }


def _network(table: np.ndarray) -> object:
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["pages", "pieces"])
        for name in ("ids", "types", "mask")
    ]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["pages", "pieces"])
        for name in ("starts", "ends")
    ]
    nodes = [helper.make_node("Gather", ["table", "ids"], [name]) for name in ("starts", "ends")]
    graph = helper.make_graph(
        nodes, "tiny", inputs, outputs, [numpy_helper.from_array(table, "table")]
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
