"""What a sync remembers of runs of characters between spaces, for no word crosses a space.

A look-up of a run that was met before never leaves the interpreter's own code.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from operator import itemgetter
from sys import intern

from retrieval.analysis import Analyzer, plain_form
from retrieval.joined import join_terms

_AROUND = ',.;:!?()[]"“”'  # stands around words and is no part of them
_REMEMBERED = 250_000  # runs


_joined, _form = itemgetter(0), itemgetter(1)


class Lexicon(dict[str, tuple[str, str]]):
    """Run -> its terms as :func:`retrieval.joined.join_terms` joins them, and its form.

    The form is the folded word that the run is, or the run itself where it is none; runs of one
    form share all that is known of it. ``several`` are the joined terms that are more than one.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        super().__init__()
        self.several: set[str] = set()
        self._forms: dict[str, tuple[str, str]] = {}  # what is shared
        self._odd: dict[str, tuple[str, ...]] = {}  # the words of forms that are no word
        self._analyzer = analyzer

    def of(self, sentences: Iterable[Iterable[str]]) -> tuple[list[list[str]], set[str]]:
        """Return the joined terms of each run of each sentence, and the words of all of them."""
        if len(self) > _REMEMBERED:
            for held in (self, self.several, self._forms, self._odd):
                held.clear()
        found = [list(map(self.__getitem__, sentence)) for sentence in sentences]
        words = set(map(_form, chain.from_iterable(found)))
        odd = self._odd.keys() & words
        if odd:
            words = words.difference(odd).union(*map(self._odd.__getitem__, odd))
        return [list(map(_joined, sentence)) for sentence in found], words

    def __missing__(self, run: str) -> tuple[str, str]:
        bare = run.strip(_AROUND)
        plain = bare.isascii() and bare.isalpha()  # most of them are
        form = plain_form(bare) if plain else run
        found = self._forms.get(form)
        if found is None:
            found = self._forms[form] = self._learn(form, bare, plain=plain)
        self[run] = found
        return found

    def _learn(self, form: str, bare: str, *, plain: bool) -> tuple[str, str]:
        words: tuple[str, ...]
        terms: tuple[str, ...]
        if plain:
            word, term = self._analyzer.plain(bare)
            words, terms = (word,), (term,) if term else ()
        else:
            words = tuple([intern(token.word) for token in self._analyzer.tokens(bare)])
            terms = self._analyzer.run_terms(form)
        joined = intern(join_terms(terms))
        if len(terms) > 1:
            self.several.add(joined)
        if words != (form,):
            self._odd[form] = words
        return joined, intern(form)
