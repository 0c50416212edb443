"""From a question to an Answer: search, score, judge, group, or refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from retrieval.analysis import Analyzer
from retrieval.answering.candidates import Candidate, Scene, candidates, reread, search
from retrieval.answering.casing import cased
from retrieval.answering.checks import Checker
from retrieval.answering.confidence import Certainty, Confidence, contradicted, doubt
from retrieval.answering.context import explaining, in_one, with_neighbour
from retrieval.answering.copies import independent
from retrieval.answering.descriptions import described
from retrieval.answering.evidence import Evidence
from retrieval.answering.followups import leans_openly, resolve
from retrieval.answering.labels import labels
from retrieval.answering.lexicon import Lexicon
from retrieval.answering.persons import named
from retrieval.answering.phrases import complete
from retrieval.answering.plain import LEAD, plainly
from retrieval.answering.quoting import beside_one, cite, quoted
from retrieval.answering.ranker import LinearScorer, Scorer
from retrieval.answering.readings import (
    Group,
    Judged,
    add_support,
    coverage,
    group,
    shown,
    tells,
)
from retrieval.answering.spans import SpanScorer
from retrieval.answering.spelling import corrected
from retrieval.answering.times import asks_of_time, note, recency
from retrieval.answering.trace import Trace
from retrieval.answering.views import View, Views
from retrieval.model import (
    Answer,
    Citation,
    Conversation,
    Outcome,
    Question,
    Reading,
    Span,
)
from retrieval.questions import understand
from retrieval.tidying import last_question, tidy

_NO_WORD = "The question holds no word to look for: name a person, a thing or a place."
_LOOKED_AT = 3  # candidates whose signs say whether the articles hold the answer
_CLOSE = 1.0  # ... when their scores are as close as this
_GIVEN = 0.4  # what is left of a probability when the answer is a name that the question gives
_LEAST_TOGETHER = 0.4  # several answers that are less likely than this together are none
_TELLING = 2  # words of a question in a sentence that tells how they are written
_WHOLE = 1 << 30  # more characters than an article may have
_RECENCY = 1.5  # added to the score of an article from the time that is asked about


@dataclass(frozen=True, slots=True)
class AnswerOptions:
    """When an answer is shown, and as what.

    From ``found`` on the best reading is an answer, from ``closest`` on a passage worth showing;
    rivals are shown from ``several`` on, when the articles hold the answer with that probability.
    Another reading is shown beside it from ``reading`` on when its odds are at least ``rival`` of
    the best one's. ``readings`` limits how many are kept; ``passages`` and ``sentences`` are
    looked at.
    """

    found: float = 0.55
    closest: float = 0.03
    several: float = 0.5
    reading: float = 0.1
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
        confidence: Certainty | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.analyzer = analyzer
        self.options = options
        self.lexicon = Lexicon.load(analyzer)
        self.views = Views(analyzer)
        self.checker = Checker.load(analyzer)
        self.scorer = scorer or LinearScorer.load(SpanScorer.load(self.lexicon), self.checker)
        self.confidence: Certainty = confidence or Confidence.load()
        self.today = today

    def answer(
        self,
        snapshot: Evidence,
        question: Question,
        conversation: Conversation = Conversation(),  # noqa: B008  # frozen
    ) -> Answer:
        """Return the readings of a question, or a refusal with its reason."""
        typed = tidy(last_question(question.text))
        openly = leans_openly(typed)
        meant = resolve(typed, conversation, self.analyzer, self.checker)
        if meant and not openly:  # only a pronoun: "why did it rain?" leans on nothing
            terms = understand(typed, self.analyzer).terms
            meant = meant if all(snapshot.frequencies(terms).values()) else []
        least: list[Answer] = []
        for text in meant:
            answer = self._answer(question, text, typed, snapshot)
            if answer.outcome in ("found", "several"):
                return answer
            least.append(answer)
        if not openly:  # perhaps it leans on nothing after all
            least.append(self._answer(question, typed, typed, snapshot))
        shown = [answer for answer in least if answer.outcome == "closest"]
        return (shown or least or [self._answer(question, typed, typed, snapshot)])[0]

    def _answer(self, question: Question, text: str, typed: str, snapshot: Evidence) -> Answer:
        text, corrections = corrected(text, snapshot, self.analyzer, self.lexicon)
        asked = understand(text, self.analyzer)
        scene = search(asked, snapshot, self.lexicon, self.options.passages)
        scene = self._cased(scene, snapshot)
        answer = self._compose(question, scene, self._found(scene, snapshot), snapshot)
        understood = text if text != typed else None
        return replace(answer, understood=understood, corrections=corrections)

    def _cased(self, scene: Scene, snapshot: Evidence) -> Scene:
        """Return the scene of the question with the capitals of its names."""
        text = cased(scene.asked.text, scene.asked.tokens, self._told(scene))
        if text == scene.asked.text:
            return scene
        asked = understand(text, self.analyzer)
        if asked.terms != scene.terms:
            return search(asked, snapshot, self.lexicon, self.options.passages)
        return reread(scene, asked, snapshot, self.lexicon)

    def _told(self, scene: Scene) -> Iterator[View]:
        """Yield the sentences that hold two words of a question or more, and are no headings."""
        terms = frozenset(scene.terms)
        least = min(_TELLING, len(terms))
        for passage in scene.passages:
            views = self.views.of_sentences(passage)
            for sentence, view in zip(passage.sentences, views, strict=True):
                if not sentence.heading and len(terms & view.terms) >= least:
                    yield view

    def judge(self, scene: Scene, snapshot: Evidence) -> list[Judged]:
        """Return the scored candidates of a scene, best first."""
        return self._judged(scene, self._found(scene, snapshot))

    def _found(self, scene: Scene, snapshot: Evidence) -> list[Candidate]:
        found = candidates(scene, snapshot, self.views, self.options.sentences)
        self.scorer.score(scene, found)
        self._date(scene, snapshot, found)
        return found

    def _judged(self, scene: Scene, found: Sequence[Candidate]) -> list[Judged]:
        judged = [self._judge(scene, found, c) for c in found if c.phrases]
        judged.sort(key=lambda one: -one.score)
        body = [one for one in judged if tells(one.candidate)]
        if body and body[0].confidence >= self.options.closest:
            judged = body + [one for one in judged if not tells(one.candidate)]
        return judged

    def arrange(
        self, scene: Scene, judged: Sequence[Judged], snapshot: Evidence
    ) -> tuple[list[Group], list[Group]]:
        """Return the answers that are shown, and the others; both best first."""
        kept, rest = shown(scene, self._groups(scene, judged), self.options)
        kept = in_one(scene, kept, snapshot)
        if len(kept) == 1:
            best = kept[0].best
            if kept[0].beside is None:
                rest = with_neighbour(kept[0], rest, snapshot)
            kept[0].quoted = self.confidence.quoted(best.signs) * best.left
        return kept, rest

    def _groups(self, scene: Scene, judged: Sequence[Judged]) -> list[Group]:
        """Return the answers; a headline only backs what a sentence says, or stands alone."""
        groups = group(scene, judged)
        if judged and tells(judged[0].candidate):
            groups = [held for held in groups if tells(held.best.candidate)]
        return groups

    def _date(self, scene: Scene, snapshot: Evidence, found: Sequence[Candidate]) -> None:
        """Prefer articles of the time that the question names."""
        if not asks_of_time(scene.asked.text):
            return
        dates = {c.sentence.article: snapshot.info(c.sentence.article).published for c in found}
        newest = max((d for d in dates.values() if d), default=None)
        suits = {
            article: recency(scene.asked.text, published, newest, self.today())
            for article, published in dates.items()
        }
        for c in found:
            c.total += _RECENCY * suits[c.sentence.article]

    def _judge(self, scene: Scene, found: Sequence[Candidate], c: Candidate) -> Judged:
        values = self.confidence.signs(scene, found, c)
        phrase = described(scene, c) or complete(scene, c, c.phrases[0])
        left = doubt(c.against, coverage(scene, c))
        if scene.asked.kind == "person" and named(scene, c, phrase):
            left *= _GIVEN
        sure = self.confidence.of(values) * left
        plain = plainly(scene, c, left)
        return Judged(
            candidate=c,
            phrase=phrase,
            confidence=max(sure, plain),
            score=c.total + LEAD * bool(plain),
            left=1.0 if plain else left,
            signs=values,
        )

    def _compose(
        self, question: Question, scene: Scene, found: list[Candidate], snapshot: Evidence
    ) -> Answer:
        options = self.options
        judged = self._judged(scene, found)
        kept, rest = self.arrange(scene, judged, snapshot)
        groups = [*kept, *rest][: options.readings]
        add_support(scene, groups, found)
        confidence = self.answerable(judged)
        count = min(len(kept), len(groups))
        together = self._together(groups[:count], confidence)
        outcome: Outcome
        if not groups or together < options.closest:
            outcome, vouched = "not_found", 0
        elif together < options.found or groups[0].best.candidate.against["mistyped"] >= 1:
            outcome, vouched = "closest", 1
        elif count > 1:
            outcome, vouched = "several", count
        else:
            outcome, vouched = "found", 1
        refused = outcome == "not_found"
        missing = self._missing(scene)
        return Answer(
            id="",
            question=question.text,
            outcome=outcome,
            readings=()
            if refused
            else self._readings(
                scene, groups, vouched if outcome != "closest" else 0, together, snapshot
            ),
            shown=vouched,
            reason=_reason(outcome, missing) if scene.terms else _NO_WORD,
            missing=missing,
            nearest=self._nearest(scene, snapshot) if outcome in ("not_found", "closest") else (),
            confidence=round(confidence, 4),
            trace=Trace(lambda: self._trace(scene, judged)),
        )

    def _together(self, shown: Sequence[Group], held: float) -> float:
        """Return how sure we are of the answers shown, when the articles hold one by ``held``."""
        if not shown:
            return 0.0
        total = sum(one.confidence for one in shown)
        fits = not shown[0].best.candidate.against["mistyped"]
        if len(shown) > 1 and held >= self.options.several and total >= _LEAST_TOGETHER and fits:
            # each is as good as the other, and one of them is right
            return held * max(one.left for one in shown)
        return min(total, max(held, shown[0].best.confidence))

    def answerable(self, judged: Sequence[Judged]) -> float:
        """Return the probability that the articles hold the answer."""
        if not judged:
            return 0.0
        return max(
            self.confidence.held(one.signs) * contradicted(one.candidate.against)
            for one in judged[:_LOOKED_AT]
            if one.score > judged[0].score - _CLOSE
        )

    def _missing(self, scene: Scene) -> tuple[str, ...]:
        asking = scene.asked.asking_terms
        unknown = scene.unknown - asking or scene.unknown
        words = [t.word for t in scene.asked.tokens if t.term in unknown]
        return tuple(dict.fromkeys(words))

    def _nearest(self, scene: Scene, snapshot: Evidence) -> tuple[Citation, ...]:
        seen: dict[str, Citation] = {}
        for passage in scene.passages:
            if passage.article not in seen:
                seen[passage.article] = cite(snapshot, passage.article, passage.start)
        return tuple(seen.values())[:3]

    def _readings(
        self,
        scene: Scene,
        groups: Sequence[Group],
        count: int,
        together: float,
        snapshot: Evidence,
    ) -> tuple[Reading, ...]:
        readings = [
            self._reading(scene, held, snapshot, together, sure=count > 0) for held in groups
        ]
        if count > 1:
            fair = round(together / count, 4)
            bests = [held.best for held in groups[:count]]
            named = labels(
                [
                    (b.candidate, b.phrase, snapshot.info(b.candidate.sentence.article))
                    for b in bests
                ]
            )
            readings[:count] = [
                replace(reading, label=label, confidence=max(reading.confidence, fair))
                for reading, label in zip(readings, named, strict=False)
            ]
        return tuple(readings)

    def _reading(
        self, scene: Scene, held: Group, snapshot: Evidence, most: float, *, sure: bool
    ) -> Reading:
        best = held.best
        sentence = best.candidate.sentence
        beside = held.beside.candidate.sentence if held.beside else None
        context = None if beside else explaining(scene, best, snapshot)
        support: dict[str, Citation] = {}
        for c in (*(member.candidate for member in held.members), *held.also):
            s = c.sentence
            support.setdefault(s.article, cite(snapshot, s.article, s.start))
        return Reading(
            phrase=best.words,
            confidence=round(min(held.confidence, most), 4),
            quote=beside_one(snapshot, sentence, beside, Span(best.phrase.start, best.phrase.end)),
            citation=support[sentence.article],
            context=quoted(context) if context else None,
            note=note(sentence.text, support[sentence.article].published) if sure else None,
            sources=independent(tuple(support), lambda path: snapshot.text(path, 0, _WHOLE)),
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
                    "against": {k: v for k, v in one.candidate.against.items() if v},
                    "features": {
                        k: round(v, 2)
                        for k, v in sorted(
                            self.scorer.explain(one.candidate).items(), key=lambda kv: -abs(kv[1])
                        )[:12]
                    },
                    "signs": {
                        k: round(v, 2)
                        for k, v in zip(self.confidence.names, one.signs, strict=False)
                    },
                }
                for one in judged[:5]
            ],
            **scene.notes,
        }


def _listed(words: tuple[str, ...]) -> str:
    marked = [f"“{word}”" for word in words]
    return " or ".join([", ".join(marked[:-1]), marked[-1]]) if len(marked) > 1 else marked[0]


def _reason(outcome: Outcome, missing: tuple[str, ...]) -> str | None:
    if outcome == "not_found":
        if missing:
            return f"No article holds {_listed(missing)}."
        return "No sentence matches the question well enough."
    if outcome == "closest":
        return "This may not be the answer: no sentence matches the question well enough."
    return None
