"""Where the tables of a specification live: what their names begin with, and the one schema that a script may name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Home:
    """``prefix`` begins the names of the tables; an empty ``database`` or ``schema`` is the one that the session is in.

    ``temporary`` tables end with the session.
    """

    prefix: str
    database: str = ""
    schema: str = ""
    temporary: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """The names that stand in front of a table's own."""
        return tuple(filter(None, (self.database, self.schema)))
