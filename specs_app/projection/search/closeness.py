"""How close two words are: the parts that they share, and how many slips of the hand lie between them. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

#: A word that can be misspelt: a run of letters. Shorter ones are too close to too many.
WORD = re.compile(r"[a-z]{3,40}")
#: How many of the words that share most with a typed one are compared letter by letter.
MOST_CANDIDATES = 40
SHORT = 6


def words_of(text: str) -> Iterable[str]:
    """The runs of letters in a folded text; ``pers`` of ``pers002a``."""
    return WORD.findall(text)


def trigrams(word: str) -> frozenset[str]:
    """Every three letters in a row, with a blank before and behind: the beginning and the end count too. A short word, of which
    two letters changed round leave no three, has all its letters by the alphabet besides."""
    padded = f" {word} "
    letters = {"".join(sorted(word))} if len(word) <= SHORT else set()
    return frozenset(letters | {padded[at : at + 3] for at in range(len(padded) - 2)})


def slips(typed: str, word: str) -> int:
    """How many letters were left out, put in, put in place of others or changed round (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(word) + 1))
    for row, letter in enumerate(typed, start=1):
        now = [row]
        for column, other in enumerate(word, start=1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == word[column - 2] and typed[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]


def closest(typed: str, candidates: Mapping[str, int]) -> str:
    """The word of the fewest slips, of those the one in most entries (the number by each); empty where none is close enough."""
    bound = 1 if len(typed) < SHORT else 2
    near = (
        (slips(typed, word), -count, word) for word, count in candidates.items() if abs(len(word) - len(typed)) <= bound
    )
    best = min((found for found in near if found[0] <= bound), default=None)
    return best[2] if best else ""


def sharing(typed: str, known: Mapping[str, int]) -> dict[str, int]:
    """Of known words those that share most trigrams with a typed one, and how many entries have each."""
    wanted = trigrams(typed)
    shared = Counter({word: count for word in known if (count := len(wanted & trigrams(word)))})
    ranked = sorted(shared, key=lambda word: (-shared[word], word))
    return {word: known[word] for word in ranked[:MOST_CANDIDATES]}
