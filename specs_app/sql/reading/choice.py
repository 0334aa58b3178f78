"""One body from several sources of an object, by a stated rule; what gives way is said.

Several INSERTs of one file are put together with UNION ALL, unless they stand in the branches of a condition. Of several files that
one is taken whose name holds the variant asked for, else the first that fills the most items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from specs_app.document.types import DataObject
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.reading.candidates import Candidate
from specs_app.sql.reading.composing import Composed, ParsedCandidate, Prove, Unusable, composed, parsed
from specs_app.sql.reading.rendering import NamedQuery, all_uses
from specs_app.sql.reading.report import ReadingRemark

Usable = tuple[ParsedCandidate, Composed]


def chosen(
    usable: Sequence[Usable], entry: DataObject, dialect: Dialect, prove: Prove, variant: str
) -> tuple[Candidate, Composed]:
    """The body that stands for all of them, with a remark on each that does not."""
    files: dict[str, list[Usable]] = {}
    for one in usable:
        files.setdefault(one[0].candidate.file, []).append(one)
    whole = [_of_file(found, entry, dialect, prove) for found in files.values()]
    wanted = [one for one in whole if variant and variant.casefold() in one[0].file.casefold()]
    best = _fullest(wanted or whole)
    said = [_given_way(best[0], other) for other in whole if other is not best]
    return best[0], replace(best[1], remarks=(*best[1].remarks, *said))


def _fullest(found: Sequence[tuple[Candidate, Composed]]) -> tuple[Candidate, Composed]:
    return max(found, key=lambda one: len(one[1].filled))


def _given_way(best: Candidate, other: tuple[Candidate, Composed]) -> ReadingRemark:
    text = f"another source, which fills {len(other[1].filled)} items, gave way to line {best.line} of {best.file}"
    return ReadingRemark(text, other[0].file, other[0].line)


def _of_file(found: list[Usable], entry: DataObject, dialect: Dialect, prove: Prove) -> tuple[Candidate, Composed]:
    """What one file gives: its INSERTs before its plain SELECTs, put together where they are several."""
    plain = [(one.candidate, body) for one, body in found]
    inserts = _different([one for one in plain if one[0].kind == "insert"])
    if not inserts or any(candidate.otherwise for candidate, _ in inserts) or len(inserts) == 1:
        best = _fullest(inserts or plain)
        said = [_given_way(best[0], other) for other in plain if other[0] is not best[0]]
        return best[0], replace(best[1], remarks=(*best[1].remarks, *said))
    try:
        return _united(inserts, entry, dialect, prove)
    except Unusable as error:
        best = _fullest(inserts)
        text = f"the other INSERTs of {entry.name} could not be put together with it: {error}"
        said = [ReadingRemark(text, best[0].file, other[0].line) for other in inserts if other[0] is not best[0]]
        return best[0], replace(best[1], remarks=(*best[1].remarks, *said))


def _different(found: list[tuple[Candidate, Composed]]) -> list[tuple[Candidate, Composed]]:
    """Each INSERT once, though it may stand twice."""
    return list({body.sql: (candidate, body) for candidate, body in reversed(found)}.values())[::-1]


def _united(
    found: list[tuple[Candidate, Composed]], entry: DataObject, dialect: Dialect, prove: Prove
) -> tuple[Candidate, Composed]:
    """All INSERTs as one query; each is a named query first, so that what one of them names stays its own."""
    names = [item.name for item in entry.items]
    first = found[0][0]
    uses = all_uses([used for candidate, _ in found for used in candidate.uses])
    named = {one.name.casefold(): one for candidate, _ in found for one in candidate.named}
    if any(one.text != named[one.name.casefold()].text for candidate, _ in found for one in candidate.named):
        raise Unusable("their named queries have the same names", first.line, "Name them differently.")
    parts = [_part(number, one, dialect) for number, one in enumerate(found, start=1)]
    main = "\nUNION ALL\n".join(
        f"SELECT {', '.join(name if name in body.filled else f'NULL AS {name}' for name in names)} FROM {part.name}"
        for part, (_, body) in zip(parts, found, strict=True)
    )
    asked = tuple({variable.key: variable for candidate, _ in found for variable in candidate.asked}.values())
    lines = ", ".join(str(candidate.line) for candidate, _ in found)
    said = ReadingRemark(
        f"{len(found)} INSERTs (lines {lines}) were put together with UNION ALL", first.file, first.line
    )
    whole = replace(
        first,
        main=main,
        columns=(),
        named=(*named.values(), *parts),
        uses=uses,
        asked=asked,
        remarks=(*first.remarks, said),
    )
    return whole, composed(parsed(whole, dialect), entry, dialect, prove)


def _part(number: int, one: tuple[Candidate, Composed], dialect: Dialect) -> NamedQuery:
    """The rows of one INSERT under the names of its target's columns."""
    candidate, _ = one
    columns = candidate.columns or parsed(candidate, dialect).names
    return NamedQuery(f"rows_{number}", tuple(columns), candidate.main)
