"""What a sync remembers of runs of characters between spaces, for no word crosses a space.

A look-up of a run that was met before never leaves the interpreter's own code.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from operator import itemgetter

from retrieval.analysis import Analyzer, plain_form
from retrieval.joined import join_terms, marked

REMEMBERED = 120_000  # runs (some 60 MB): with more, each look-up waits longer for the memory

_AROUND = ',.;:!?()[]"“”'  # stands around words and is no part of them

Run = tuple[str, int, int]
"""Its terms as :func:`retrieval.joined.join_terms` joins them, their number, and that of its form:
the folded word that the run is, or the run itself where it is none."""

joined, _terms, _form = itemgetter(0), itemgetter(1), itemgetter(2)


class Lexicon(dict[str, Run]):
    """Run -> what is known of it; runs of one form share it.

    Terms and words have numbers until they are forgotten: ``terms[number]`` (:func:`marked`) and
    ``words[number]``. ``phrases`` are the joined terms of those that count as one, ``openings`` the
    numbers of the terms that they begin with.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        super().__init__()
        self.terms: list[str] = []
        self.words: list[str] = []
        self._analyzer = analyzer
        self.phrases = tuple(map(join_terms, analyzer.phrases))
        self._forms: dict[str, Run] = {}
        self.forget()

    def forget(self) -> None:
        """Forget all; numbers begin anew."""
        self.clear()
        self.terms, self.words = [""], []
        self._forms = {}
        self._term_numbers = {"": 0}  # the first: most stop words have no term
        self._word_numbers: dict[str, int] = {}
        self._several: dict[int, tuple[int, ...]] = {}  # joined terms that are more than one
        self._odd: dict[int, tuple[int, ...]] = {}  # the words of forms that are no word
        openings = {terms[0] for terms in self._analyzer.phrases}
        self.openings = frozenset(self.term(marked(term)) for term in openings)

    def make_room(self) -> None:
        """Forget all when it is too much; call it when no number is needed any more."""
        if len(self) > REMEMBERED:
            self.forget()

    def term(self, term: str) -> int:
        """Return the number of a term (:func:`marked`), or of several joined."""
        return _number(term, self._term_numbers, self.terms)

    def of(self, sentences: Iterable[Iterable[str]]) -> list[list[Run]]:
        """Return what is known of each run of each sentence."""
        return [list(map(self.__getitem__, sentence)) for sentence in sentences]

    def terms_in(self, sentences: Iterable[Iterable[Run]]) -> set[int]:
        """Return the numbers of the terms of these runs, phrases not yet made one."""
        numbers = _parted(set(map(_terms, chain.from_iterable(sentences))), self._several)
        numbers.discard(0)
        return numbers

    def words_in(self, sentences: Iterable[Iterable[Run]]) -> set[int]:
        """Return the numbers of the words of these runs."""
        return _parted(set(map(_form, chain.from_iterable(sentences))), self._odd)

    def __missing__(self, run: str) -> Run:
        bare = run.strip(_AROUND)
        plain = bare.isascii() and bare.isalpha()  # most of them are
        form = plain_form(bare) if plain else run
        found = self._forms.get(form)
        if found is None:
            found = self._forms[form] = self._learn(form, bare, plain=plain)
        self[run] = found
        return found

    def _learn(self, form: str, bare: str, *, plain: bool) -> Run:
        words: tuple[str, ...]
        terms: tuple[str, ...]
        if plain:
            word, term = self._analyzer.plain(bare)
            words, terms = (word,), (term,) if term else ()
        else:
            words = tuple([token.word for token in self._analyzer.tokens(bare)])
            terms = self._analyzer.run_terms(form)
        number = self.term(join_terms(terms))
        if len(terms) > 1:
            self._several[number] = tuple([self.term(marked(term)) for term in terms])
        return self.terms[number], number, self._form(form, words)

    def _form(self, form: str, words: tuple[str, ...]) -> int:
        number = _number(form, self._word_numbers, self.words)
        if words != (form,):
            self._odd[number] = tuple(
                [_number(word, self._word_numbers, self.words) for word in words]
            )
        return number


def _parted(numbers: set[int], parts: dict[int, tuple[int, ...]]) -> set[int]:
    """Return the numbers, with the parts of each that has some instead of it."""
    whole = parts.keys() & numbers
    return numbers.difference(whole).union(*map(parts.__getitem__, whole)) if whole else numbers


def _number(name: str, numbers: dict[str, int], names: list[str]) -> int:
    number = numbers.setdefault(name, len(names))
    if number == len(names):
        names.append(name)
    return number
