"""What is said of one key of an item (`item_keys` is the table of all)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from specs_app.document.types import ChangeClass

#: What an item holds under a key: one line of text, text of many lines, one of fixed words, a switch, a list of words, keys and
#: values that are kept as they are; or what is the key's ``own``.
Kind = Literal["line", "prose", "choice", "flag", "words", "table", "own"]
TEXTS: tuple[Kind, ...] = ("line", "prose", "choice")
#: Sections of the forms; a key of none is not asked for.
Section = Literal["", "what", "type", "asked", "rest"]


@dataclass(frozen=True, slots=True)
class ItemKey:
    """One key.

    ``name`` is the attribute of ``Item``, the column of its row and the value of an edit; ``file`` is the key in YAML and
    ``rest`` in REST, in JSON and in tables: None where it is the name, empty where they have no such key.

    ``label``, ``hint``, ``section`` and ``rows`` (height of a text box) are those of its question; ``fixed`` says that it is
    given with a new item alone. ``words`` are what sentences call it where that is not its name, ``term`` heads its row on the
    page of the item, ``about`` is what the OpenAPI schema says of it. ``change`` is the kind of a difference and ``grade`` its
    class, None where that depends on the values. ``options`` are the words to choose from.

    What stands below a ``typed`` key in files may be a number or a truth value; every flag's may.

    A ``stated`` key stands in files though it is empty; of a ``located`` one the line in the file is kept. ``file_behind`` and
    ``form_behind`` name the key that it stands behind in a file or form where that is not the one above it here.
    """

    name: str
    kind: Kind
    label: str = ""
    hint: str = ""
    section: Section = ""
    rows: int = 4
    words: str = ""
    term: str = ""
    about: str = ""
    change: str = ""
    grade: ChangeClass | None = None
    file: str | None = None
    rest: str | None = None
    options: tuple[str, ...] = ()
    fixed: bool = False
    typed: bool = False
    stated: bool = False
    located: bool = False
    file_behind: str = ""
    form_behind: str = ""

    @property
    def in_file(self) -> str:
        """Its key in YAML, or nothing."""
        return self.name if self.file is None else self.file

    @property
    def in_rest(self) -> str:
        """Its key in REST, or nothing."""
        return self.name if self.rest is None else self.rest
