"""One change of meaning, and the class of many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any

from specs_app.document.types import CHANGE_CLASSES, ChangeClass
from specs_app.document.validation import Validation
from specs_app.document.values import Table, thaw


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    ``kind`` says what happened (``added removed renamed moved wording type size key required unique constraint domain return
    mapping category status sensitivity deprecated synthetic other code_added code_removed code_redefined code_dates relationship
    settings extract authority``), ``address`` to which part (see ``paths``), ``field`` to which of its keys (empty for the whole
    part). ``before`` and ``after`` are JSON values, None where there is none. A mapping (``cms/<system>``), the places in a return
    (``returns_map/<return>``) and an entry of a registry (``settings/<registry>/<key>``) are told whole, with the keys that say
    something; what is 0, empty or false is left out.
    """

    kind: str
    address: str
    field: str
    before: Any
    after: Any
    change_class: ChangeClass

    def as_dict(self) -> dict[str, Any]:
        """All fields, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Change:
        """The change that ``as_dict`` wrote."""
        return cls(**{entry.name: data[entry.name] for entry in fields(cls)})


def classify(changes: Iterable[Change]) -> ChangeClass:
    """The class of changes that are made together: local where they are settings of one authority alone, else the gravest, of
    which settings of an authority are compatible; editorial where there are none."""
    found = tuple(changes)
    if found and all(change.change_class == "local" for change in found) and len({one.address for one in found}) == 1:
        return "local"
    return max((steered(change.change_class) for change in found), key=CHANGE_CLASSES.index, default="editorial")


def steered(change_class: ChangeClass) -> ChangeClass:
    """What a class is where the steering group decides: not one authority's matter, as it comes together with others."""
    return "compatible" if change_class == "local" else change_class


def plain(value: Any) -> Any:
    """A value of the document as JSON; of a record only the keys that say something."""
    if isinstance(value, Table):
        return thaw(value)
    if isinstance(value, Validation):
        return value.as_dict()
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((entry.name, plain(getattr(value, entry.name))) for entry in fields(value))
        return {name: item for name, item in pairs if item not in ("", None, [], {}, False)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value
