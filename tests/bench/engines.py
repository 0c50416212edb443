"""Search engines side by side: ours and its peers, each over the same passages.

An engine is opened from a store that ``Corpus.sync`` made, and gives the keys of the best ten
passages for a question. Peers that analyse text themselves get the terms joined by spaces.
"""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from retrieval.analysis import Analyzer
from retrieval.corpus import Corpus
from retrieval.forward import rows_stored
from retrieval.joined import split_terms
from retrieval.model import Query

TOP = 10
K1, B = 0.9, 0.4


class Asked(NamedTuple):
    """A question, and its terms."""

    question: str
    terms: tuple[str, ...]


Search = Callable[[Asked], list[str]]  # -> keys of the best ten


def passages(database: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield key and terms of every passage of a store."""
    with sqlite3.connect(database) as connection:
        for row in rows_stored(connection):
            yield row.key, split_terms(row.joined)


def ours(engine: str) -> Callable[[Path], Search]:
    def open_(database: Path) -> Search:
        corpus = Corpus(database, analyzer=Analyzer.default(), engine=engine, k1=K1, b=B)

        def search(asked: Asked) -> list[str]:
            with corpus.snapshot() as snapshot:
                return [hit.key for hit in snapshot.search(Query(asked.terms), TOP)]

        return search

    return open_


def inner(database: Path) -> Search:
    """The disk engine inside one snapshot, as the answerer uses it."""
    corpus = Corpus(database, analyzer=Analyzer.default(), engine="disk", k1=K1, b=B)
    stack = threading.local()  # a snapshot belongs to one thread

    def search(asked: Asked) -> list[str]:
        if not hasattr(stack, "snapshot"):
            stack.snapshot = ExitStack().enter_context(corpus.snapshot())
        return [hit.key for hit in stack.snapshot.search(Query(asked.terms), TOP)]

    return search


def whole(database: Path) -> Search:
    """Question in, answer out; gives no keys."""
    from bot.app import collect_rarely
    from retrieval.answering import Answerer
    from retrieval.model import Question

    collect_rarely()
    analyzer = Analyzer.default()
    corpus = Corpus(database, analyzer=analyzer, engine="disk", k1=K1, b=B)
    answerer = Answerer(analyzer)

    def answer(asked: Asked) -> list[str]:
        with corpus.snapshot() as snapshot:
            answerer.answer(snapshot, Question(asked.question))
        return []

    return answer


def bare_tantivy(database: Path) -> Search:
    """The same index without our layer: places instead of keys, tantivy's own scores.

    The least that a search can take; :func:`keyed_tantivy` gives what can be used.
    """
    import tantivy

    index = tantivy.Index.open(f"{database}-index")
    searcher, schema, should = index.searcher(), index.schema, tantivy.Occur.Should

    def search(asked: Asked) -> list[str]:
        query = tantivy.Query.boolean_query(
            [(should, tantivy.Query.term_query(schema, "terms", t, "freq")) for t in asked.terms]
        )
        hits = searcher.search(query, TOP, count=False).hits
        searcher.fast_field_values("place", [address for _, address in hits])
        return []  # places are no keys

    return search


def keyed_tantivy(database: Path) -> Search:
    """Tantivy as its documentation shows it, in an index of its own: keys are stored fields."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    schema, should = builder.build(), tantivy.Occur.Should
    folder = database.with_name(f"{database.name}.tantivy")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    index = tantivy.Index(schema, path=str(folder))
    writer = index.writer(500_000_000, 1)
    for key, terms in passages(database):
        writer.add_document(tantivy.Document(key=key, terms=" ".join(terms)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(asked: Asked) -> list[str]:
        query = tantivy.Query.boolean_query(
            [(should, tantivy.Query.term_query(schema, "terms", t, "freq")) for t in asked.terms]
        )
        hits = searcher.search(query, TOP, count=False).hits
        return [searcher.doc(address)["key"][0] for _, address in hits]

    return search


def rank_bm25(database: Path) -> Search:
    import numpy as np
    from rank_bm25 import BM25Okapi

    keys, terms = zip(*passages(database), strict=True)
    index = BM25Okapi(terms, k1=K1, b=B)

    def search(asked: Asked) -> list[str]:
        scores = index.get_scores(asked.terms)
        best = np.argpartition(-scores, TOP)[:TOP]
        return [keys[at] for at in best[np.argsort(-scores[best])]]

    return search


def bm25s(database: Path) -> Search:
    import bm25s as library

    keys, terms = zip(*passages(database), strict=True)
    index = library.BM25(k1=K1, b=B, method="lucene")
    index.index(list(terms), show_progress=False)
    known = index.vocab_dict

    def search(asked: Asked) -> list[str]:
        tokens = [term for term in asked.terms if term in known]
        if not tokens:
            return []
        found, _ = index.retrieve([tokens], k=TOP, show_progress=False)
        return [keys[at] for at in found[0]]

    return search


def llama_index(database: Path) -> Search:
    from llama_index.core.schema import TextNode
    from llama_index.retrievers.bm25 import BM25Retriever

    nodes = [TextNode(id_=key, text=" ".join(terms)) for key, terms in passages(database)]
    retriever = BM25Retriever.from_defaults(
        nodes=nodes, similarity_top_k=TOP, skip_stemming=True, token_pattern=r"\S+"
    )
    return lambda asked: [found.node.id_ for found in retriever.retrieve(" ".join(asked.terms))]


def haystack(database: Path) -> Search:
    from haystack import Document
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore(bm25_parameters={"k1": K1, "b": B})
    store.write_documents([Document(id=k, content=" ".join(t)) for k, t in passages(database)])
    return lambda asked: [d.id for d in store.bm25_retrieval(" ".join(asked.terms), top_k=TOP)]


def fts5(database: Path) -> Search:
    path = database.with_name(f"{database.name}.fts5")
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, check_same_thread=False)
    connection.execute("create virtual table p using fts5(key unindexed, terms, detail=column)")
    connection.executemany(
        "insert into p values (?, ?)", ((k, " ".join(t)) for k, t in passages(database))
    )
    connection.execute("insert into p(p) values ('optimize')")
    connection.commit()

    def search(asked: Asked) -> list[str]:
        wanted = " OR ".join(f'"{term}"' for term in asked.terms)
        rows = connection.execute(
            "select key from p where p match ? order by rank limit ?", (wanted, TOP)
        )
        return [key for (key,) in rows]

    return search


ENGINES: dict[str, Callable[[Path], Search]] = {
    "quotedesk disk": ours("disk"),
    "quotedesk disk, one snapshot": inner,
    "quotedesk, whole answer": whole,
    "bare tantivy": bare_tantivy,
    "tantivy with stored keys": keyed_tantivy,
    "quotedesk memory": ours("memory"),
    "rank-bm25": rank_bm25,
    "bm25s": bm25s,
    "LlamaIndex BM25": llama_index,
    "Haystack in memory": haystack,
    "SQLite FTS5": fts5,
}
"""Name -> how to open it."""

BRIEF = {"quotedesk disk", "quotedesk disk, one snapshot", "bare tantivy"}
"""Engines whose questions are over in a tenth of a second, so that one run may hit a bad moment."""

LARGEST = {"Haystack in memory": 1_000_000, "LlamaIndex BM25": 1_000_000}
"""Sizes beyond which a peer takes hours or more memory than there is."""
