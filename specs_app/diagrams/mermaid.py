"""A diagram in Mermaid: objects as an ``erDiagram``, all else as a ``flowchart``."""

from __future__ import annotations

from collections.abc import Iterator

from specs_app.diagrams.texts import identifier, identifiers, one_line
from specs_app.diagrams.values import MARK_WORDS, Diagram

LINKS = {"many": "||--o{", "one": "||--o|"}


def as_mermaid(diagram: Diagram) -> str:
    """The diagram as a text that begins with the kind of it."""
    known = identifiers([box.key for box in diagram.boxes])
    are_objects = all(line.kind in LINKS for line in diagram.lines)
    statements = _entities(diagram, known) if are_objects else _flow(diagram, known)
    return "\n".join(statements) + "\n"


def _entities(diagram: Diagram, known: dict[str, str]) -> Iterator[str]:
    yield "erDiagram"
    for box in diagram.boxes:
        title = _text(box.title + (f" ({MARK_WORDS[box.mark].lower()})" if box.mark else ""))
        yield f"  {known[box.key]}[{title}]" + (" {" if box.rows else "")
        for row in box.rows:
            keys = f" {', '.join(row.key.split())}" if row.key else ""
            mark = f" {_text(MARK_WORDS[row.mark].lower())}" if row.mark else ""
            yield f"    item {identifier(row.text)}{keys}{mark}"
        if box.rows:
            yield "  }"
    for line in diagram.lines:
        words = line.through + (f" ({MARK_WORDS[line.mark].lower()})" if line.mark else "")
        yield f"  {known[line.tail]} {LINKS[line.kind]} {known[line.head]} : {_text(words)}"


def _flow(diagram: Diagram, known: dict[str, str]) -> Iterator[str]:
    """Nodes are called with a letter in front of their names, as some words alone mean something to Mermaid."""
    known = {key: f"n_{word}" for key, word in known.items()}
    yield "flowchart LR"
    for box in diagram.boxes:
        words = [box.title, *box.notes, *(row.text for row in box.rows)]
        words += [MARK_WORDS[box.mark].lower()] if box.mark else []
        yield f"  {known[box.key]}([{_text(', '.join(words))}])"
    for line in diagram.lines:
        yield f"  {known[line.tail]} -->|{_text(str(line.weight))}| {known[line.head]}"


def _text(text: str) -> str:
    """Words in quotes, with what could end them or be taken for markup as entities of Mermaid's."""
    plain = one_line(text)
    safe = "".join(sign if sign.isalnum() or sign in " _-.,()/:+'" else f"#{ord(sign)};" for sign in plain)
    return f'"{safe}"'
