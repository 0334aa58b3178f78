"""A problem: what is wrong, where, why, and what to do. Readers, rules, imports and edits all report in this one shape."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.

    ``rule`` is a stable id such as ``dangling-foreign-key``. ``file`` and ``line`` (from 1; 0 where there is none) say where in the
    repository, ``address`` where in the document (see ``paths``), ``pointer`` where in the submitted input (RFC 6901).
    """

    rule: str
    severity: Severity
    message: str
    remedy: str = ""
    file: str = ""
    line: int = 0
    address: str = ""
    pointer: str = ""

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes two findings the same one, though lines have moved."""
        return (self.rule, self.address or self.file, self.message)

    def as_dict(self) -> dict[str, str | int]:
        """All fields, ready for JSON."""
        return asdict(self)
