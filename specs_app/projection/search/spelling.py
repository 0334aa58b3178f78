"""The words that a specification's entries use, kept as rows, and what a misspelt word was meant to be.

The same rows and questions on every database: neither an extension of PostgreSQL nor a tokenizer of SQLite is asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from django.db.models import Count

from specs_app.document.plain_words import PLAIN_WORDS, QUESTION_WORDS, STOP_WORDS
from specs_app.models import SearchTrigram, SearchWord, Specification
from specs_app.projection.search.closeness import MOST_CANDIDATES, closest, sharing, trigrams, words_of
from specs_app.projection.search.words import fold

BATCH = 500
#: Too many words are one letter away from a word of so many letters that stands alone: that is left as it is.
SHORTEST = 4
_TYPED = re.compile(r"[^\W\d_]{3,40}")
_ENGLISH = STOP_WORDS | QUESTION_WORDS | PLAIN_WORDS
_SEARCHED = ("head", "definition", "details", "words")

#: In how many entries each word stands.
Vocabulary = Mapping[str, int]


def vocabulary(entries: Iterable[Mapping[str, str]]) -> Counter[str]:
    """In how many of the entries each word stands."""
    return Counter(word for entry in entries for word in _words(entry))


def learn(specification: Specification, fresh: Vocabulary, gone: Vocabulary) -> None:
    """Make the rows say what they said with the words of some entries more, and those of others less."""
    altered = {word: by for word in {*fresh, *gone} if (by := fresh.get(word, 0) - gone.get(word, 0))}
    known = {row.word: row for row in _rows(specification, list(altered))}
    made = [
        SearchWord(specification=specification, word=word, entries=by)
        for word, by in sorted(altered.items())
        if word not in known and by > 0
    ]
    for word, row in known.items():
        row.entries += altered[word]
    lost = [row.pk for row in known.values() if row.entries <= 0]
    for at in range(0, len(lost), BATCH):
        SearchWord.objects.filter(pk__in=lost[at : at + BATCH]).delete()
    SearchWord.objects.bulk_update([row for row in known.values() if row.entries > 0], ["entries"], BATCH)
    _cut(specification, SearchWord.objects.bulk_create(made, BATCH))


def learn_anew(specification: Specification, known: Vocabulary) -> None:
    """Make the rows say these words, whatever they say."""
    for model in (SearchTrigram, SearchWord):
        model._default_manager.filter(specification=specification).delete()
    learn(specification, known, {})


def stored_words(specification: Specification) -> dict[str, tuple[int, frozenset[str]]]:
    """Each word as the database holds it: in how many entries it stands, and its trigrams."""
    found: dict[str, set[str]] = {}
    for word, trigram in SearchTrigram.objects.filter(specification=specification).values_list("word__word", "trigram"):
        found.setdefault(word, set()).add(trigram)
    rows = SearchWord.objects.filter(specification=specification).values_list("word", "entries")
    return {word: (entries, frozenset(found.get(word, ()))) for word, entries in rows}


def mended(specification: Specification, text: str) -> str:
    """The text with the words that no entry has put right; empty where there is nothing to put right."""
    rows = SearchWord.objects.filter(specification=specification)
    return _mended(
        text, lambda word: rows.filter(word__startswith=word).exists(), lambda word: _near(specification, word)
    )


def mended_by(known: Vocabulary, text: str) -> str:
    """The same by a vocabulary at hand."""
    return _mended(text, lambda word: any(other.startswith(word) for other in known), lambda word: sharing(word, known))


def _mended(text: str, is_known: Callable[[str], bool], near: Callable[[str], Vocabulary]) -> str:
    def put_right(typed: re.Match[str]) -> str:
        word = fold(typed[0])
        if word in _ENGLISH or (len(word) <= SHORTEST and _is_alone(typed)) or is_known(word):
            return typed[0]
        return closest(word, near(word)) or typed[0]

    found = _TYPED.sub(put_right, text)
    return "" if found == text else found


def _is_alone(typed: re.Match[str]) -> bool:
    """Whether a word is no part of a longer name, such as ``yuon`` of ``yuon_nickname``."""
    return "_" not in (typed.string[: typed.start()][-1:], typed.string[typed.end() :][:1])


def _near(specification: Specification, word: str) -> Vocabulary:
    """The words that share most trigrams with this one."""
    rows = SearchTrigram.objects.filter(specification=specification, trigram__in=trigrams(word))
    shared = rows.values("word__word", "word__entries").annotate(shared=Count("id")).order_by("-shared", "word__word")
    return {row["word__word"]: row["word__entries"] for row in shared[:MOST_CANDIDATES]}


def _words(entry: Mapping[str, str]) -> set[str]:
    return {word for name in _SEARCHED for word in words_of(entry.get(name, ""))}


def _rows(specification: Specification, words: list[str]) -> Iterable[SearchWord]:
    for at in range(0, len(words), BATCH):
        yield from SearchWord.objects.filter(specification=specification, word__in=words[at : at + BATCH])


def _cut(specification: Specification, words: Iterable[SearchWord]) -> None:
    cuts = (
        SearchTrigram(specification=specification, word=word, trigram=trigram)
        for word in words
        for trigram in sorted(trigrams(word.word))
    )
    SearchTrigram.objects.bulk_create(cuts, BATCH)
