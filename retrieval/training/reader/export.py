"""From the learned network to the file that is shipped: fused ONNX operators with 8-bit weights.

The graph is written down operator by operator, so that it does not depend on what a tracer makes
of it or on which patterns an optimiser finds. Activations are quantised as they come (dynamic);
weights use 7 of the 8 bits, so that no processor overflows.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger("quotedesk.training.reader")
HEADS, LAYERS, EPSILON = 12, 6, 1e-12
Weights = Mapping[str, NDArray[np.float32]]


class Graph:
    """An ONNX graph in the making."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Add a constant; return its name."""
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Add an operator with one output; return the output's name."""
        from onnx import helper

        domain = attributes.pop("domain", "")
        self.nodes.append(
            helper.make_node(kind, inputs, [output], output, domain=domain, **attributes)
        )
        return output


def build(weights: Weights) -> Any:
    """Return the network as an ONNX model: ids, types, mask -> starts, ends.

    All is in 32 bits but the vectors of the words.
    """
    from onnx import TensorProto, helper

    graph = Graph()
    hidden = _embedded(graph, weights)
    for layer in range(LAYERS):
        hidden = _layer(graph, weights, f"body.encoder.layer.{layer}.", hidden, f"l{layer}_")
    scores = _linear(graph, weights, "head.", hidden, "scores")
    for name, at in (("starts", 0), ("ends", 1)):
        graph.constant(f"{name}_at", np.array(at, np.int64))
        graph.node("Gather", [scores, f"{name}_at"], name, axis=2)
    shape = ["pages", "pieces"]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, shape)
        for name in ("ids", "types", "mask")
    ]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in ("starts", "ends")
    ]
    made = helper.make_graph(graph.nodes, "reader", inputs, outputs, graph.constants)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=8)


def _embedded(graph: Graph, weights: Weights) -> str:
    from onnx import TensorProto

    prefix = "body.embeddings."
    table = weights[prefix + "word_embeddings.weight"]
    scale = np.abs(table).max(axis=1, keepdims=True) / 127  # 8 bits, each word with its own scale
    words = graph.constant("words", np.round(table / scale).astype(np.int8))
    scales = graph.constant("word_scales", scale.astype(np.float32))
    kinds = graph.constant("kinds", weights[prefix + "token_type_embeddings.weight"])
    places = graph.constant("places", weights[prefix + "position_embeddings.weight"])
    graph.node("Cast", ["mask"], "mask32", to=TensorProto.INT32)
    graph.node("Shape", ["ids"], "length", start=1, end=2)
    for name, value in (("zero", [0]), ("axis", [0])):
        graph.constant(name, np.array(value, np.int64))
    graph.node("Slice", [places, "zero", "length", "axis"], "placed")
    graph.node("Gather", [words, "ids"], "word_bytes")
    graph.node("Cast", ["word_bytes"], "word_floats", to=TensorProto.FLOAT)
    graph.node("Gather", [scales, "ids"], "word_scale")
    graph.node("Mul", ["word_floats", "word_scale"], "worded")
    graph.node("Gather", [kinds, "types"], "kinded")
    graph.node("Add", ["worded", "kinded"], "named")
    graph.node("Add", ["named", "placed"], "added")
    norm = _norm(graph, weights, prefix + "LayerNorm.", "e_")
    return graph.node("LayerNormalization", ["added", *norm], "embedded", epsilon=EPSILON)


def _layer(graph: Graph, weights: Weights, prefix: str, hidden: str, tag: str) -> str:
    own = [prefix + f"attention.self.{name}." for name in ("query", "key", "value")]
    joined = np.concatenate([weights[p + "weight"].T for p in own], axis=1)
    biases = np.concatenate([weights[p + "bias"] for p in own])
    attended = graph.node(
        "Attention",
        [
            hidden,
            graph.constant(tag + "qkv", joined),
            graph.constant(tag + "qkv_b", biases),
            "mask32",
        ],
        tag + "attended",
        domain="com.microsoft",
        num_heads=HEADS,
    )
    mixed = _added(graph, weights, prefix + "attention.output.", attended, hidden, tag + "a_")
    wide = graph.node(
        "MatMul",
        [mixed, graph.constant(tag + "up", weights[prefix + "intermediate.dense.weight"].T)],
        tag + "wide",
    )
    bias = graph.constant(tag + "up_b", weights[prefix + "intermediate.dense.bias"])
    bent = graph.node("BiasGelu", [wide, bias], tag + "bent", domain="com.microsoft")
    return _added(graph, weights, prefix + "output.", bent, mixed, tag + "o_")


def _added(graph: Graph, weights: Weights, prefix: str, inner: str, outer: str, tag: str) -> str:
    """Multiply by the dense weights, add what came in, normalise."""
    dense = graph.node(
        "MatMul", [inner, graph.constant(tag + "w", weights[prefix + "dense.weight"].T)], tag + "m"
    )
    scale, shift = _norm(graph, weights, prefix + "LayerNorm.", tag)
    bias = graph.constant(tag + "b", weights[prefix + "dense.bias"])
    return graph.node(
        "SkipLayerNormalization",
        [dense, outer, scale, shift, bias],
        tag + "out",
        domain="com.microsoft",
        epsilon=EPSILON,
    )


def _norm(graph: Graph, weights: Weights, prefix: str, tag: str) -> tuple[str, str]:
    return (
        graph.constant(tag + "scale", weights[prefix + "weight"]),
        graph.constant(tag + "shift", weights[prefix + "bias"]),
    )


def _linear(graph: Graph, weights: Weights, prefix: str, hidden: str, output: str) -> str:
    graph.constant(output + "_w", weights[prefix + "weight"].T)
    graph.constant(output + "_b", weights[prefix + "bias"])
    graph.node("MatMul", [hidden, output + "_w"], output + "_m")
    return graph.node("Add", [output + "_m", output + "_b"], output)


def export(learned: Path, out: Path) -> None:
    """Write the network of a finished training as the file that is shipped."""
    import onnx
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    state = torch.load(learned, weights_only=True)
    weights = {name: value.float().numpy() for name, value in state.items()}
    whole = learned.with_suffix(".onnx")
    onnx.save(build(weights), str(whole))
    quantize_dynamic(
        whole,
        out,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Attention"],
        nodes_to_exclude=["scores_m"],
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    log.info("%s: %.1f MB", out.name, out.stat().st_size / 1e6)
