"""Learn the weights of sentences: softmax over the candidates of a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Matrix = NDArray[np.float64]
Table = dict[str, dict[str, float]]


@dataclass
class Choice:
    """The candidates of a question: features (candidates x features) and which hold the answer."""

    features: Matrix
    right: NDArray[np.bool_]

    @property
    def teaches(self) -> bool:
        """Whether there is a right one and a wrong one."""
        return bool(self.right.any() and not self.right.all())


def learn(data: Sequence[Choice], names: Sequence[str], decay: float = 3.0) -> Table:
    """Return ``{feature: {"weight", "mean", "scale"}}``; weights are for normalised features."""
    data = [choice for choice in data if choice.teaches]
    everything = np.concatenate([choice.features for choice in data])
    mean, scale = everything.mean(0), everything.std(0)
    scale = np.where(scale < 1e-6, 1.0, scale)
    features = (everything - mean) / scale
    right = np.concatenate([choice.right for choice in data])
    starts = np.cumsum([0] + [len(choice.right) for choice in data[:-1]])
    owner = np.repeat(np.arange(len(data)), [len(choice.right) for choice in data])

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = features @ weights
        scores -= np.maximum.reduceat(scores, starts)[owner]
        power = np.exp(scores)
        everyone = np.add.reduceat(power, starts)
        chosen = np.add.reduceat(power * right, starts) + 1e-12
        pull = power / everyone[owner] - power * right / chosen[owner]
        value = float(np.sum(np.log(everyone) - np.log(chosen)) + decay * weights @ weights)
        return value, features.T @ pull + 2 * decay * weights

    found = minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B").x
    return table(names, found, mean, scale)


def table(names: Sequence[str], weights: Matrix, mean: Matrix, scale: Matrix) -> Table:
    """Return a linear model as data."""
    return {
        name: {
            "weight": round(float(w), 5),
            "mean": round(float(m), 5),
            "scale": round(float(s), 5),
        }
        for name, w, m, s in zip(names, weights, mean, scale, strict=True)
    }
