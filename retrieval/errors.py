"""Everything that can go wrong, as one tree.

    QuotedeskError
    ├── UsageError            the caller asked for something that makes no sense (exit code 2)
    │   └── SettingsError     settings are wrong; the message lists every fault at once
    ├── ArticleError          one article cannot be read; the others still can
    │   ├── TooLarge
    │   └── Undecodable       no text: binary, or no encoding fits
    ├── CorpusError           the articles folder as a whole cannot be used
    ├── StoreError            the database cannot be used
    │   ├── StoreBusy          another process writes
    │   ├── StoreCorrupt
    │   └── StoreTooNew       written by a newer version of Quotedesk
    ├── EngineError           a search engine cannot be used
    │   └── EngineMissing     its library is not installed; the message names the extra
    ├── ReaderError           the second reader cannot be used
    │   └── ReaderMissing     its libraries are not installed; the message names the extra
    ├── QuestionError         a question cannot be taken as it is
    │   ├── EmptyQuestion
    │   └── QuestionTooLong
    ├── LimitReached          too many questions; `retry_after` seconds
    └── LawBroken             a quote is not a slice of its article; never shown

``str(error)`` is one clear sentence that says what to do. It may be shown to a person: it never
holds a secret, nor the text of another exception.
"""

from __future__ import annotations


class QuotedeskError(Exception):
    """Base of every error that Quotedesk raises on purpose."""


class UsageError(QuotedeskError):
    """The caller asked for something that makes no sense."""


class SettingsError(UsageError):
    """The settings are wrong; the message lists every fault."""


class ArticleError(QuotedeskError):
    """One article cannot be read."""


class TooLarge(ArticleError):
    """An article is larger than the limit."""


class Undecodable(ArticleError):
    """An article holds no text that can be decoded."""


class CorpusError(QuotedeskError):
    """The articles folder cannot be used."""


class StoreError(QuotedeskError):
    """The database cannot be used."""


class StoreBusy(StoreError):
    """Another process is writing the database."""


class StoreCorrupt(StoreError):
    """The database file is damaged or no database."""


class StoreTooNew(StoreError):
    """The database was written by a newer version."""


class EngineError(QuotedeskError):
    """A search engine cannot be used."""


class EngineMissing(EngineError):
    """The library of an engine is not installed."""


class ReaderError(QuotedeskError):
    """The second reader cannot be used."""


class ReaderMissing(ReaderError):
    """The libraries of the second reader are not installed."""


class QuestionError(QuotedeskError):
    """A question cannot be taken as it is."""


class EmptyQuestion(QuestionError):
    """There is no question."""


class QuestionTooLong(QuestionError):
    """The question is longer than the limit."""


class LimitReached(QuotedeskError):
    """Too many questions in too short a time."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class LawBroken(QuotedeskError):
    """A quote is not a slice of its article."""
