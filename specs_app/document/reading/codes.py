"""Codes that stand in prose, such as ``Code set F - Female M - Male``.

Careful rather than complete: a text that may be read otherwise is left as prose. Four ways of writing are known:

- ``F - Female M - Male``, with any dash, on a line each or within one;
- ``-Y It was decided -N It was not``;
- ``1) Yes 2) No`` and ``(A) Applications ... (B) Other``, numbered from the first on;
- ``a. Yes`` on a line each, numbered from the first on.

Numbers alone make a list. The last two ways, and two codes alone, are read as codes only behind words that announce them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

_CODE = r"[A-Z0-9]{1,6}(?:/[A-Z0-9]{1,5}){0,3}"
_MEANT = r"(?=[A-Z0-9(‘“'\"])"
#: How a code is marked off: what is found begins with the code.
_DASHED = re.compile(rf"(?:(?<=\s)|(?<=^))({_CODE}) [-–—] (?=[A-Z(‘“'\"])", re.MULTILINE)
_BULLETED = re.compile(rf"(?<=\s)-({_CODE}) (?=[A-Z][a-z])")
_BRACKETED = re.compile(rf"(?:(?<=\s)|(?<=^))\(?([0-9]{{1,2}}|[A-Za-z])\) {_MEANT}", re.MULTILINE)
_DOTTED = re.compile(rf"^([0-9]{{1,2}}|[A-Za-z])\. {_MEANT}", re.MULTILINE)

#: Words that announce codes, near the first of them.
_ANNOUNCED = re.compile(r"code ?set|codes?\b|list|options?|select|choose|reason|[:?]\s*$", re.IGNORECASE)
_CAPTION = re.compile(r"(?:^|\s)(code set:?)\s*$", re.IGNORECASE)
#: So many letters before the first code are looked at for such words.
_NEAR = 80
#: A meaning longer than this, within one line, is prose with a dash in it.
_LONGEST = 520
#: Where prose goes on behind the meaning of the last code, though no line ends.
_GOES_ON = re.compile(
    r"(?<=[a-z.)’”\]]) (?=(?:Codes?|Use|If|Where|When|Please|Note|This|These|Those|Free|Certain|Under|For|Do|It|There|The"
    r"|Also|Further|[A-Z] may|[A-Z] should) )"
)
_FEWEST_WORDS = 6


@dataclass(frozen=True, slots=True)
class ProseCode:
    """One code as prose says it: its text, its meaning, and the lines that stand below it before the next."""

    value: str
    meaning: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProseCodes:
    """The codes in a text, what stands before and behind them, and the words of their own above them (``Code set``), if any."""

    before: str
    caption: str
    codes: tuple[ProseCode, ...]
    after: str


def codes_in(text: str) -> ProseCodes | None:
    """The codes of a text; None where there are none, or where it may be meant otherwise."""
    for marks, judge in _WAYS:
        found = _once(list(marks.finditer(text)))
        if len(found) > 1 and judge(text, found):
            return _told(text, found)
    return None


def _once(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """The marks before the first whose code was there already: from there on the codes are talked about."""
    found: dict[str, re.Match[str]] = {}
    for mark in marks:
        if mark[1] in found:
            break
        found[mark[1]] = mark
    return list(found.values())


def _are_codes(text: str, marks: list[re.Match[str]]) -> bool:
    return not _share_a_word(text, marks) and _are_short(text, marks) and _are_meant(text, marks)


def _are_counted(text: str, marks: list[re.Match[str]]) -> bool:
    """Whether they are numbered from the first on, one by one, and announced as codes."""
    values = [mark[1].lower() for mark in marks]
    first = values[0] if values[0] in ("0", "1", "a") else ""
    wanted = (
        [str(int(first) + n) if first.isdigit() else chr(ord(first) + n) for n in range(len(marks))] if first else []
    )
    return values == wanted and _are_short(text, marks) and _is_announced(text, marks)


def _share_a_word(text: str, marks: list[re.Match[str]]) -> bool:
    """Whether the same word stands before each: ``Option A - ... Option B - ...`` are no codes."""
    words = {(text[max(0, mark.start() - _NEAR) : mark.start()].split() or [""])[-1] for mark in marks}
    return len(words) == 1


def _are_short(text: str, marks: list[re.Match[str]]) -> bool:
    ends = (later.start() for _, later in pairwise(marks))
    lines = (text[mark.end() : end].split("\n")[0] for mark, end in zip(marks, ends, strict=False))
    return all(0 < len(line.strip()) <= _LONGEST for line in lines)


def _are_meant(text: str, marks: list[re.Match[str]]) -> bool:
    return len(marks) > 2 or _is_announced(text, marks)


def _is_announced(text: str, marks: list[re.Match[str]]) -> bool:
    return bool(_ANNOUNCED.search(text[max(0, marks[0].start() - _NEAR) : marks[0].start()].rstrip()))


#: The first that fits is taken.
_WAYS: tuple[tuple[re.Pattern[str], Callable[[str, list[re.Match[str]]], bool]], ...] = (
    (_DASHED, _are_codes),
    (_BULLETED, _are_codes),
    (_BRACKETED, _are_counted),
    (_DOTTED, _are_counted),
)


def _told(text: str, marks: list[re.Match[str]]) -> ProseCodes:
    before = text[: marks[0].start()].rstrip()
    found = _CAPTION.search(before)
    caption = found[1] if found else ""
    before = before[: found.start()] if found else before
    inner = [_code(mark[1], text[mark.end() : later.start()]) for mark, later in pairwise(marks)]
    last, after = _last(marks[-1][1], text[marks[-1].end() :], has_notes=_mostly(code.note for code in inner))
    return ProseCodes(before.rstrip(), caption, (*inner, last), after)


def _mostly(notes: Iterable[str]) -> bool:
    """Whether more are there than not."""
    given = [bool(note) for note in notes]
    return sum(given) * 2 > len(given)


def _code(value: str, words: str) -> ProseCode:
    meaning, _, note = words.strip().partition("\n")
    return ProseCode(value, meaning.strip(), note.strip())


def _last(value: str, words: str, *, has_notes: bool) -> tuple[ProseCode, str]:
    """The last code, and the prose behind it. Its note is one line, where most of the others have one."""
    lines = [line for line in words.strip().split("\n") if line.strip()]
    head, rest = lines[0] if lines else "", lines[1:]
    for cut in _GOES_ON.finditer(head):
        if _is_sentence(head[cut.end() :]):
            return ProseCode(value, head[: cut.start()].strip()), "\n".join((head[cut.end() :], *rest))
    note = rest[:1] if has_notes else []
    return ProseCode(value, head.strip(), "".join(note).strip()), "\n".join(rest[len(note) :])


def _is_sentence(words: str) -> bool:
    """Whether some words read like a sentence, and not like more of a name in capitals."""
    first = words[: _NEAR * 2].split()
    small = sum(word[:1].islower() for word in first[:_FEWEST_WORDS])
    return len(first) >= _FEWEST_WORDS and small * 2 >= _FEWEST_WORDS


def are_alike(codes: Iterable[ProseCode], described: Mapping[str, str]) -> bool:
    """Whether a list with the same codes means the same by them: most of its descriptions have a long word of the meanings."""
    shared = [bool(_long_words(code.meaning) & _long_words(described.get(code.value, ""))) for code in codes]
    return sum(shared) * 2 > len(shared)


def _long_words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{4,}", text.casefold()))
