"""What reading scripts gave: bodies that were taken, what was refused, and the parameters that the bodies ask for."""

from __future__ import annotations

from dataclasses import dataclass

from specs_app.document.extract_settings import ParameterType


@dataclass(frozen=True, slots=True)
class ReadingRemark:
    """What a reader should know of a body that was taken: in plain English, and the line of the file it is about."""

    text: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class TakenBody:
    """The body of one object: ``sql`` is one SELECT whose output columns are the object's items.

    ``filled`` are the items that get a value other than a bare NULL, in the object's order; ``parameters`` the keys that ``sql``
    asks for as ``:key``. ``file`` and ``line`` say where the first statement of it stands.
    """

    object: str
    sql: str
    filled: tuple[str, ...]
    file: str
    line: int
    parameters: tuple[str, ...] = ()
    remarks: tuple[ReadingRemark, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedPart:
    """A part of a script that was not taken. ``object`` is empty where it is not known which object it fills."""

    object: str
    file: str
    line: int
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class FoundParameter:
    """A variable that scripts set to a plain value; ``default`` is empty where they give it none."""

    key: str
    type: ParameterType
    default: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class ScriptReading:
    """The whole report. Taken bodies are in the document's order, refused parts by file and line, parameters by key."""

    taken: tuple[TakenBody, ...] = ()
    refused: tuple[RefusedPart, ...] = ()
    parameters: tuple[FoundParameter, ...] = ()
    notes: tuple[ReadingRemark, ...] = ()

    @property
    def filled(self) -> int:
        """How many items get a value other than NULL."""
        return sum(len(body.filled) for body in self.taken)
