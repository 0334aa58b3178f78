"""What lies between two versions for somebody: what they asked, and the things to do that follow, for the page and for REST."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from specs_app.document.for_me import Leaving, Mine, ThingToDo, leaving, things_to_do
from specs_app.document.titles import Titles, titles_of
from specs_app.document.types import Document
from specs_app.publishing.differences import UnknownValue, known_values, unknown_value
from specs_app.versions.history import changes_between
from specs_app.versions.version import Version


@dataclass(frozen=True)
class ForMe:
    """The version that somebody runs (None where they have not said), the one that they look at, their systems and returns."""

    since: Version | None
    now: Version
    systems: Sequence[str]
    returns: Sequence[str]

    @property
    def mine(self) -> Mine:
        return Mine(frozenset(self.systems), frozenset(self.returns))

    @property
    def documents(self) -> tuple[Document, ...]:
        """The older first."""
        return (*((self.since.document,) if self.since else ()), self.now.document)

    @property
    def titles(self) -> Titles:
        return titles_of(*(document.settings for document in self.documents))

    @cached_property
    def unknown(self) -> tuple[UnknownValue, ...]:
        """Systems and returns that there are not."""
        asked = {"cms": self.systems, "return": self.returns}
        known = {name: known_values(name, *self.documents) for name in asked}
        return tuple(
            unknown_value(name, text, known[name])
            for name, texts in asked.items()
            for text in texts
            if text not in known[name]
        )

    @cached_property
    def things(self) -> tuple[ThingToDo, ...]:
        """What there is to do since the version that they run; nothing where they have not said which."""
        if self.since is None:
            return ()
        changes = changes_between(self.since, self.now)
        return things_to_do(self.since.document, self.now.document, self.mine, changes)

    @cached_property
    def leaving(self) -> tuple[Leaving, ...]:
        """What is on its way out in the version that they look at."""
        return leaving(self.now.document, self.mine)
