"""When two names of organisations are one name, and when they only look so. Pure.

`key` is what is compared and stored: names with one key are one organisation, which has one vote. `alike` finds names that a
reader may take for one another; they are two organisations until a person has said otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

#: As much of a key as is stored and compared; names are shorter, but a sign may become many in NFKC.
LONGEST_KEY = 200
#: How alike two names must be, from 0 to 1, to be worth a look: one wrong letter in nine is, "Eastmoor" and "Westmoor" are not.
NEAR = 0.88

#: What shows nothing and is not in the category Cf: the rest of Unicode's Default_Ignorable_Code_Point (grapheme joiner, fillers
#: of Hangul and Khmer, variation selectors), and the empty Braille pattern.
_BLANKS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)

#: Letters that pages show like Latin ones: the Cyrillic, Greek and Armenian ones of Unicode's confusables.txt (UTS 39). A library
#: would bring six thousand pairs of scripts that no council's name is written in, and no comparison of two names.
_LIKE_LATIN = {
    "АВЕЅІЈКМНОРСТУХԚԜ": "ABESIJKMHOPCTYXQW",
    "аеѕіјорсухһԛԝѵӏԁкмвнт": "aesijopcyxhqwvldkmbht",
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ": "ABEZHIKMNOPTYX",
    "αγικνορτυχ": "ayikvoptux",
    "օսոհ": "ounh",
}
_LATIN = str.maketrans(
    {sign: latin for signs, row in _LIKE_LATIN.items() for sign, latin in zip(signs, row, strict=True)}
)
#: Signs that are taken for one another among Latin letters and digits, after case folding.
_SAME = str.maketrans("i1|05", "lllos")
_WORDS = str.maketrans({"&": " and "})
#: Words that say what kind of body it is; who asks for "Northshire" may mean the County Council of it.
_KINDS = frozenset(
    (
        "and",
        "borough",
        "city",
        "council",
        "county",
        "district",
        "london",
        "metropolitan",
        "of",
        "royal",
        "the",
        "unitary",
    )
)


def key(name: str) -> str:
    """What is compared of a name: NFKC without signs that show nothing, without case, with single blanks.

    >>> key("  Ｎorth\\u200bSHIRE ")
    'northshire'
    """
    folded = unicodedata.normalize("NFKC", shown(unicodedata.normalize("NFKC", name)).casefold())
    return " ".join(folded.split())[:LONGEST_KEY]


def shown(name: str) -> str:
    """A name without signs that show nothing or turn its letters round, with single blanks: as it is stored and published."""
    seen = "".join(sign for sign in name if unicodedata.category(sign) != "Cf")
    return " ".join(_BLANKS.sub("", seen).split())


def alike(name: str, known: Iterable[str]) -> list[str]:
    """The known names that a reader may take for this one, but are not; in their own order."""
    mine, own = _skeletons(name), key(name)
    return [other for other in known if key(other) != own and _near(mine, _skeletons(other))]


def _skeletons(name: str) -> tuple[str, str]:
    """How a name looks, whole and without the words that say what kind of body it is; those alone are no name."""
    latin = unicodedata.normalize("NFKC", name).translate(_LATIN)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(sign))
    words = re.findall(r"[^\W_]+", key(plain).translate(_WORDS).replace("|", "l"))
    core = [word for word in words if word not in _KINDS] or words
    return _shape(words), _shape(core)


def _shape(words: Iterable[str]) -> str:
    return "".join(words).translate(_SAME).replace("rn", "m").replace("vv", "w")


def _near(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[1] == other[1] or SequenceMatcher(None, one[1], other[1]).ratio() >= NEAR
