"""From a question to an Answer: search, score, judge, group, or refuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.analysis import Analyzer
from retrieval.answering.candidates import Candidate, Scene, candidates, search
from retrieval.answering.checks import Checker
from retrieval.answering.confidence import SIGNS, Confidence, signs
from retrieval.answering.copies import independent
from retrieval.answering.evidence import Evidence
from retrieval.answering.lexicon import Lexicon
from retrieval.answering.phrases import complete
from retrieval.answering.ranker import LinearScorer, Scorer
from retrieval.answering.readings import Group, Judged, group, naming_sentence, sure
from retrieval.answering.spans import SpanScorer
from retrieval.answering.views import Views
from retrieval.model import (
    Answer,
    Citation,
    Conversation,
    Outcome,
    Question,
    Quote,
    Reading,
    Sentence,
    Span,
)
from retrieval.questions import last_question, tidy, understand

PENALTY = {"other_side": 3.0, "rival": 1.5, "uncounted": 1.0, "echo": 2.0}


@dataclass(frozen=True, slots=True)
class AnswerOptions:
    """When an answer is shown, and as what.

    From ``found`` on the best reading is an answer, from ``closest`` on a passage worth showing.
    Another reading is shown beside it from ``reading`` on when its odds are at least ``rival`` of
    the best one's. ``readings`` limits how many are kept; ``passages`` and ``sentences`` are
    looked at.
    """

    found: float = 0.5
    closest: float = 0.2
    reading: float = 0.25
    rival: float = 0.3
    readings: int = 6
    passages: int = 10
    sentences: int = 16


class Answerer:
    """Answers questions from a snapshot of a corpus. Thread safe."""

    def __init__(
        self,
        analyzer: Analyzer,
        options: AnswerOptions = AnswerOptions(),  # frozen
        scorer: Scorer | None = None,
    ) -> None:
        self.analyzer = analyzer
        self.options = options
        self.lexicon = Lexicon.load(analyzer)
        self.views = Views(analyzer)
        self.scorer = scorer or LinearScorer.load(SpanScorer.load(self.lexicon))
        self.checker = Checker.load(analyzer)
        self.confidence = Confidence.load()

    def answer(
        self,
        snapshot: Evidence,
        question: Question,
        conversation: Conversation = Conversation(),  # noqa: ARG002, B008  # follow-ups come next
    ) -> Answer:
        """Return the readings of a question, or a refusal with its reason."""
        text = tidy(last_question(question.text))
        scene = search(
            understand(text, self.analyzer), snapshot, self.lexicon, self.options.passages
        )
        judged = self.judge(scene, snapshot)
        return self._compose(question, scene, judged, snapshot)

    def judge(self, scene: Scene, snapshot: Evidence) -> list[Judged]:
        """Return the scored candidates of a scene, best first."""
        found = candidates(scene, snapshot, self.views, self.options.sentences)
        self.scorer.score(scene, found)
        judged = [self._judge(scene, found, c) for c in found if c.phrases]
        judged.sort(key=lambda one: -one.score)
        body = [one for one in judged if not one.candidate.sentence.heading]
        if body and body[0].confidence >= self.options.closest:
            judged = body
        return judged

    def _judge(self, scene: Scene, found: Sequence[Candidate], c: Candidate) -> Judged:
        phrase, against = min(
            ((p, self.checker.against(scene, c, p)) for p in c.phrases),
            key=lambda pair: _objection(pair[1]) - pair[0].score,
        )
        values = signs(scene, found, c, against)
        return Judged(
            candidate=c,
            phrase=complete(scene, c, phrase),
            confidence=self.confidence.of(values),
            against=against,
            score=c.total - _objection(against),
            signs=values,
        )

    def _compose(
        self, question: Question, scene: Scene, judged: list[Judged], snapshot: Evidence
    ) -> Answer:
        options = self.options
        groups = group(scene, judged)[: options.readings]
        confidence = groups[0].best.confidence if groups else 0.0
        count = sure(groups, options.reading, options.rival)
        together = sum(g.best.confidence for g in groups[:count])
        outcome: Outcome
        if not groups or max(confidence, together) < options.closest:
            outcome, shown = "not_found", 0
        elif max(confidence, together) < options.found:
            outcome, shown = "closest", 1
        elif count > 1:
            outcome, shown = "several", count
        else:
            outcome, shown = "found", 1
        refused = outcome == "not_found"
        missing = self._missing(scene)
        return Answer(
            id="",
            question=question.text,
            outcome=outcome,
            readings=() if refused else tuple(self._reading(g, snapshot) for g in groups),
            shown=shown,
            reason=_reason(outcome, missing),
            missing=missing,
            nearest=self._nearest(scene, snapshot) if outcome in ("not_found", "closest") else (),
            confidence=confidence,
            trace=self._trace(scene, judged),
        )

    def _missing(self, scene: Scene) -> tuple[str, ...]:
        words = [t.word for t in scene.asked.tokens if t.term in scene.unknown]
        return tuple(dict.fromkeys(words))

    def _nearest(self, scene: Scene, snapshot: Evidence) -> tuple[Citation, ...]:
        seen: dict[str, Citation] = {}
        for passage in scene.passages:
            if passage.article not in seen:
                seen[passage.article] = cite(snapshot, passage.article, passage.start)
        return tuple(seen.values())[:3]

    def _reading(self, held: Group, snapshot: Evidence) -> Reading:
        best = held.best
        sentence = best.candidate.sentence
        named = naming_sentence(best.candidate)
        support: dict[str, Citation] = {}
        for member in held.members:
            s = member.candidate.sentence
            support.setdefault(s.article, cite(snapshot, s.article, s.start))
        return Reading(
            phrase=best.words,
            confidence=best.confidence,
            quote=_quote(sentence, (Span(best.phrase.start, best.phrase.end),)),
            citation=support[sentence.article],
            context=_quote(named) if named else None,
            sources=independent(tuple(support), lambda path: snapshot.article(path).text),
            support=tuple(support.values()),
        )

    def _trace(self, scene: Scene, judged: list[Judged]) -> dict[str, object]:
        """Return how the answer was found."""
        return {
            "asked": {
                "type": scene.asked.kind,
                "focus": scene.asked.focus,
                "text": scene.asked.text,
            },
            "terms": {t: round(scene.idf[t], 2) for t in scene.terms},
            "passages": [
                {"passage": hit.key, "score": round(hit.score, 3)} for hit in scene.hits[:5]
            ],
            "sentences": [
                {
                    "sentence": one.candidate.view.text,
                    "phrase": one.words,
                    "score": round(one.score, 2),
                    "confidence": round(one.confidence, 3),
                    "against": {k: v for k, v in one.against.items() if v},
                    "features": {
                        k: round(v, 2)
                        for k, v in sorted(
                            self.scorer.explain(one.candidate).items(), key=lambda kv: -abs(kv[1])
                        )[:12]
                    },
                    "signs": {k: round(v, 2) for k, v in zip(SIGNS, one.signs, strict=True)},
                }
                for one in judged[:5]
            ],
        }


def _objection(against: dict[str, float]) -> float:
    return sum(PENALTY[name] * value for name, value in against.items())


def _quote(sentence: Sentence, highlights: tuple[Span, ...] = ()) -> Quote:
    return Quote(sentence.article, sentence.start, sentence.end, sentence.text, highlights)


def cite(snapshot: Evidence, article: str, start: int) -> Citation:
    """Return the citation of a place in an article."""
    info = snapshot.info(article)
    line = snapshot.text(article, 0, start).count("\n") + 1
    return Citation(article, info.title, info.published, info.publisher, line, info.url)


def paragraph(snapshot: Evidence, quote: Quote) -> Quote:
    """Return the paragraph around a quote, the quote's highlights kept in place."""
    text = snapshot.article(quote.article).text
    start = text.rfind("\n", 0, quote.start) + 1
    end = text.find("\n", quote.end)
    end = len(text) if end < 0 else end
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = max(start + len(text[start:end].rstrip()), quote.end)
    start = min(start, quote.start)
    shift = quote.start - start
    highlights = tuple(Span(h.start + shift, h.end + shift) for h in quote.highlights)
    return Quote(quote.article, start, end, text[start:end], highlights)


def _reason(outcome: Outcome, missing: tuple[str, ...]) -> str | None:
    if outcome == "not_found":
        if missing:
            return "No article holds " + ", ".join(f"“{word}”" for word in missing) + "."
        return "No sentence of the articles answers this."
    if outcome == "closest":
        return "This may not be the answer: no sentence matches the question well enough."
    return None
