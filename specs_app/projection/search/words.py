"""What was typed, as terms that are looked for; and texts folded the same way for every engine. Pure.

Folding leaves small letters without accents, digits and single spaces: ``pers_sex`` and ``O'Brien`` are split alike everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from specs_app.document.plain_words import QUESTION_WORDS, STOP_WORDS
from specs_app.document.storable import clean
from specs_app.document.synonyms import EVERYDAY, SYNONYMS

LONGEST_QUERY = 200
MOST_WORDS = 12
_WORD = re.compile(r"[^\W_]+")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_REFERENCE = re.compile(r"([a-z]+\d+)[a-z]")
_NUMBER = re.compile(r"\d{2,}")

#: One way to say a term: its words, next to each other where there are several.
Phrase: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SoughtTerm:
    """Something that must be held: any of its phrases. What was typed comes first; a single word may begin a longer one."""

    phrases: tuple[Phrase, ...]


@dataclass(frozen=True)
class Query:
    """A text as it is looked for; ``text`` is as typed, cut to `LONGEST_QUERY`, and ``numbered`` are the registered keys that a
    number in it stands for: ``903`` for ``SSDA903``."""

    text: str
    numbered: tuple[str, ...] = ()

    @cached_property
    def terms(self) -> tuple[SoughtTerm, ...]:
        """What must be held, at most `MOST_WORDS`; empty where nothing was typed that could be found."""
        return _terms(fold(self.text).split(), self.numbered)

    @cached_property
    def called(self) -> tuple[str, ...]:
        """The forms of a name that would be exactly this, or the same in other words."""
        same = [" ".join(phrase) for phrase in self.terms[0].phrases] if len(self.terms) == 1 else []
        return tuple(dict.fromkeys(form for text in (self.text, *same) if (form := squeezed(text))))

    @property
    def also(self) -> tuple[str, ...]:
        """What means the same as something that was typed, and is looked for too."""
        return tuple(" ".join(phrase) for term in self.terms for phrase in term.phrases[1:])

    @property
    def words(self) -> list[str]:
        """Each word that may stand out in a text that was found."""
        phrases = (phrase for term in self.terms for phrase in term.phrases)
        found = dict.fromkeys(word for phrase in phrases for word in phrase)
        return [word for word in found if word not in STOP_WORDS]


def query(text: str, numbered: Iterable[str] = ()) -> Query:
    """What was typed, without what no database keeps. Of the keys those count whose number was typed."""
    typed = clean(text[:LONGEST_QUERY]).strip()
    return Query(typed, tuple(key for key in numbered if set(_NUMBER.findall(key)) & set(numbers_in(typed))))


def numbers_in(text: str) -> list[str]:
    """The words of a text that are numbers of two digits or more."""
    return [word for word in fold(text).split() if _NUMBER.fullmatch(word)]


def fold(text: str) -> str:
    """Lower-case words of letters and digits, separated by single spaces."""
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(text.lower()))


def squeezed(text: str) -> str:
    """A name without what people type otherwise: ``PERS 002`` and ``pers-2`` are ``pers2``."""
    return _ZEROS.sub("", fold(text).replace(" ", ""))


def forms_of(name: str) -> Iterator[str]:
    """The forms under which a name or reference is found exactly: a reference without its last letter too."""
    if form := squeezed(name):
        yield form
        if found := _REFERENCE.fullmatch(form):
            yield found[1]


def _terms(words: list[str], numbered: tuple[str, ...]) -> tuple[SoughtTerm, ...]:
    """Phrases that mean the same as others, and every other word that says something."""
    terms = list(_read(words, numbered))
    plain = [term for term in terms if len(term.phrases) > 1 or term.phrases[0][0] not in QUESTION_WORDS]
    return tuple(plain or terms)[:MOST_WORDS]


def _read(words: list[str], numbered: tuple[str, ...]) -> Iterator[SoughtTerm]:
    at = 0
    while at < len(words):
        phrases = _same_as(words, at)
        if phrases:
            yield SoughtTerm(phrases)
            at += len(phrases[0])
            continue
        word = words[at]
        if word not in STOP_WORDS:
            keys = (tuple(fold(key).split()) for key in numbered if word in _NUMBER.findall(key))
            yield SoughtTerm(((word,), *(key for key in keys if key != (word,))))
        at += 1


def _same_as(words: list[str], at: int) -> tuple[Phrase, ...]:
    """The longest phrase with synonyms that begins here, then these; empty where none does."""
    known, longest = _synonyms()
    for length in range(min(longest, len(words) - at), 0, -1):
        typed = tuple(words[at : at + length])
        if group := known.get(typed):
            return (typed, *(phrase for phrase in group if phrase != typed))
    return ()


@lru_cache(maxsize=1)
def _synonyms() -> tuple[dict[Phrase, tuple[Phrase, ...]], int]:
    """What is looked for with each phrase, and how many words the longest phrase has."""
    groups = [tuple(tuple(phrase.split()) for phrase in group) for group in SYNONYMS]
    known = {phrase: group for group in groups for phrase in group}
    for typed, meant in EVERYDAY.items():
        phrases = [tuple(phrase.split()) for phrase in meant]
        known[tuple(typed.split())] = tuple(same for phrase in phrases for same in known.get(phrase, (phrase,)))
    return known, max(map(len, known))
