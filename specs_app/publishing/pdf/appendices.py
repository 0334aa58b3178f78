"""What stands behind the standard itself: what changed, and how good the text is."""

from __future__ import annotations

from dataclasses import dataclass

from specs_app.document.stages import returns_in, returns_of, stages_in
from specs_app.document.types import Document, Return
from specs_app.publishing.compared import Compared
from specs_app.publishing.links import Links
from specs_app.publishing.pages.comparison import DifferenceGroup, shown_groups
from specs_app.publishing.pages.quality import COLOURS, Quality, quality
from specs_app.publishing.pdf.imprint import Imprint, imprint
from specs_app.versions.version import Version

#: So many differences are set; a whole standard that was rewritten has thousands, and would take longer than there is.
MOST_SET = 2000
#: A definition of no more words than these says what the name says.
WORDS = 3
#: What each severity is called.
SEVERITIES = dict.fromkeys(COLOURS, "") | {"error": "To be mended", "warning": "To be looked at", "info": "To be known"}


@dataclass(frozen=True, slots=True)
class News:
    """The differences from an older version, which is ``called`` so in a sentence; ``left`` of them are not printed."""

    older: Imprint
    called: str
    summary: str
    narrowed: str
    groups: tuple[DifferenceGroup, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Shares:
    """Of how many items something is said."""

    term: str
    count: int
    total: int

    @property
    def percent(self) -> int:
        """The share in whole hundredths; all of nothing is everything."""
        return round(100 * self.count / self.total) if self.total else 100


@dataclass(frozen=True, slots=True)
class Registered:
    """What items may name as returns: returns, and stages of the standard, which are none."""

    returns: tuple[Return, ...]
    stages: tuple[Return, ...]


@dataclass(frozen=True, slots=True)
class QualityNote:
    """How complete the text is, and what its checks find."""

    shares: tuple[Shares, ...]
    found: Quality
    severities: dict[str, str]


def registered(document: Document) -> Registered:
    """The entries of the registry of returns."""
    return Registered(returns_in(document), stages_in(document))


def news(compared: Compared, links: Links) -> News:
    """What changed, group by group."""
    groups = tuple(shown_groups(compared, links, MOST_SET))
    shown = sum(len(group.differences) for group in groups)
    before = compared.before
    return News(
        imprint(before), before.name, compared.summary, compared.narrowed, groups, len(compared.changes) - shown
    )


def quality_note(version: Version, links: Links) -> QualityNote:
    """The note of a version."""
    items = [item for _, item in version.document.items()]
    said = {
        "have a definition of more than three words": [item for item in items if len(item.description.split()) > WORDS],
        "have guidance": [item for item in items if item.guidance],
        "name their code list": [item for item in items if item.category],
        "are asked for by a return": [item for item in items if returns_of(version.document, item)],
    }
    shares = tuple(Shares(term, len(found), len(items)) for term, found in said.items())
    return QualityNote(shares, quality(version.problems, links), SEVERITIES)
