"""Train the neural reader: ``python -m retrieval.training.reader STAGE --data DIR``.

``learn`` makes ``NAME.pt`` in the work folder, ``export`` the network that is shipped, ``fit`` the
weights around it, ``all`` these three in turn. ``compare`` measures finished networks on the
articles held out, ``xquad`` what is shipped on XQuAD.
"""

from __future__ import annotations

import argparse
import logging
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from retrieval.analysis import Analyzer
from retrieval.answering.answerer import Answerer, AnswerOptions
from retrieval.reader import runtime
from retrieval.reader.files import FOLDER, MODEL, VOCABULARY, write_manifest
from retrieval.reader.scorer import Network, Reading
from retrieval.reader.tokens import Tokenizer

log = logging.getLogger("quotedesk.training.reader")


def learn(options: argparse.Namespace) -> None:
    """Learn one network."""
    import torch

    from retrieval.training.reader.learn import Plan, run
    from retrieval.training.reader.material import Material, Recipe, read_sources
    from retrieval.training.reader.network import base_folder

    torch.set_num_threads(options.threads)
    recipe = Recipe(options.context, options.bare, options.near_misses, options.seed)
    tokenizer = Tokenizer.load(base_folder() / "vocab.txt")
    material = Material(read_sources(options.data, Analyzer.default()), tokenizer, recipe)
    epochs = [material.epoch(number, options.pages) for number in range(options.epochs)]
    log.info("%s: %d pages", options.name, sum(map(len, epochs)))
    plan = Plan(
        rate=options.rate,
        head_rate=10 * options.rate,
        sentence_share=options.sentence_share,
        seed=options.seed,
        teachers=tuple(options.work / f"{name}.pt" for name in options.teachers),
        start=options.work / f"{options.start}.pt" if options.start else None,
    )
    run(plan, epochs, options.work / f"{options.name}.pt")


def export(options: argparse.Namespace) -> None:
    """Write the network of a finished training, and the vocabulary, as they are shipped."""
    from retrieval.training.reader.export import export as to_onnx
    from retrieval.training.reader.network import base_folder

    FOLDER.mkdir(exist_ok=True)
    to_onnx(options.work / f"{options.name}.pt", FOLDER / MODEL)
    shutil.copyfile(base_folder() / "vocab.txt", FOLDER / VOCABULARY)


def fit(options: argparse.Namespace) -> None:
    """Fit the combination and the confidence to the network that is shipped."""
    from retrieval.training.reader import fit as fitting
    from retrieval.training.reader.held import Held, Remembered

    network = Remembered(
        runtime.Network.open((FOLDER / MODEL).read_bytes(), options.threads),
        options.work / f"{options.name}.said",
    )
    tokenizer = Tokenizer.load(FOLDER / VOCABULARY)
    spans = options.spans or options.work
    reading = replace(fitting.READING, windows=options.windows, behind=options.behind)
    held = fitting.Fitting(Held(options.data), spans, tokenizer, network, reading)
    _say(fitting.fit(held, FOLDER))
    network.save()
    write_manifest(FOLDER)


def compare(options: argparse.Namespace) -> None:
    """Measure finished networks on the articles held out, without what is fitted around them.

    A name that ends in ``.onnx`` is an exported network, any other a learned one.
    """
    from retrieval.training.reader import fit as fitting
    from retrieval.training.reader.held import Held, Remembered
    from retrieval.training.reader.network import base_folder

    tokenizer = Tokenizer.load(base_folder() / "vocab.txt")
    held, spans = Held(options.data), options.spans or options.work
    reading = replace(fitting.READING, windows=options.windows, behind=options.behind)
    for name in options.names or [options.name]:
        network = Remembered(_network(options, name), options.work / f"{name}.said")
        log.info("== %s, at most %d windows within %g", name, reading.windows, reading.behind)
        fit = fitting.Fitting(held, spans, tokenizer, network, reading)
        _say(fitting.compare(fit, options.questions))
        network.save()


def _network(options: argparse.Namespace, name: str) -> Network:
    if name.endswith(".onnx"):
        return runtime.Network.open((options.work / name).read_bytes(), options.threads)
    import torch

    from retrieval.training.reader.learn import Learned, load_network

    torch.set_num_threads(options.threads)
    return Learned(load_network(options.work / f"{name}.pt"))


def xquad(options: argparse.Namespace) -> None:
    """Measure what is shipped on XQuAD."""
    from retrieval.reader.opening import Reader
    from retrieval.training.reader.xquad import measure

    analyzer = Analyzer.default()
    both = Reader.open(threads=options.threads).answerer(analyzer, AnswerOptions(), 1e9)
    answerers = {"light": Answerer(analyzer), "light and reader": both}
    found = measure(answerers, options.data / "xquad.en.json", options.step)
    for name, tally in found.items():
        log.info("== %s", name)
        _say(tally.figures())


def _say(figures: Mapping[str, float]) -> None:
    log.info("%s", ", ".join(f"{name} {value:.4g}" for name, value in figures.items()))


def whole(options: argparse.Namespace) -> None:
    """Learn, export and fit."""
    learn(options)
    export(options)
    fit(options)


STAGES = {
    "learn": learn,
    "export": export,
    "fit": fit,
    "all": whole,
    "compare": compare,
    "xquad": xquad,
}


def main() -> None:
    """Run a stage."""
    parser = argparse.ArgumentParser(
        prog="python -m retrieval.training.reader", description=__doc__
    )
    parser.add_argument("stage", choices=STAGES)
    parser.add_argument("names", nargs="*", help="networks to compare")
    parser.add_argument("--data", type=Path, required=True, help="folder of the question sets")
    parser.add_argument("--work", type=Path, default=Path(".quotedesk/training"))
    parser.add_argument("--spans", type=Path, help="work folder of retrieval.training (same)")
    parser.add_argument("--name", default="reader")
    parser.add_argument("--start", help="go on from this network")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--pages", type=int, default=30_000, help="of an epoch; all have 34,000")
    parser.add_argument("--context", default="title+previous", help="or title, or none")
    parser.add_argument("--bare", type=float, default=0.25, help="share of pages without context")
    parser.add_argument("--near-misses", type=float, default=0.25, help="share of the questions")
    parser.add_argument("--sentence-share", type=float, default=0.5, help="of the loss")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--teachers", nargs="*", default=[], help="networks to learn from as well")
    parser.add_argument("--questions", type=int, default=400, help="to compare by")
    parser.add_argument("--windows", type=int, default=Reading.windows, help="read at most")
    parser.add_argument("--behind", type=float, default=Reading.behind, help="the best light score")
    parser.add_argument("--step", type=int, default=1, help="every so many questions of XQuAD")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [
        logging.StreamHandler(),
        logging.FileHandler(options.work / f"{options.name}.log", encoding="utf-8"),
    ]
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", handlers=handlers)
    STAGES[options.stage](options)


if __name__ == "__main__":
    main()
