"""A comparison as Markdown (CommonMark, with ``<ins>`` and ``<del>`` around words that came and went).

Every word of a specification is escaped, so that it reads as it was written and is no markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from specs_app.document.wording import Span, shortened
from specs_app.publishing.compared import Compared
from specs_app.publishing.links import Links
from specs_app.publishing.pages.changes import Difference, Values
from specs_app.publishing.pages.code import CodeDifference
from specs_app.publishing.pages.comparison import DifferenceGroup, shown_groups
from specs_app.publishing.pdf.imprint import Imprint, imprint

#: What is markup within a line. Texts never begin one.
MARKUP = re.compile(r"[\\`*_\[\]<>&~|$]")
TICKS = re.compile("`+")
SIGNS = {"added": "+", "removed": "-", "same": " ", "gap": "@@"}
TAGS = {"added": "ins", "removed": "del"}


def comparison_markdown(compared: Compared) -> str:
    """All differences that pass the filters."""
    older, newer = imprint(compared.before), imprint(compared.after)
    parts = [
        f"# {escaped(newer.title)}: what changed between two versions",
        f"From {_named(older)} to {_named(newer)}.",
        *([f"Only: {escaped(compared.narrowed)}."] if compared.given else []),
        f"{compared.summary}." if compared.changes else "These two versions say the same in this.",
        *(_group(group) for group in shown_groups(compared, Links(newer.slug), len(compared.changes))),
    ]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """A text that means itself, on one line."""
    return "<br>".join(MARKUP.sub(lambda found: f"\\{found[0]}", line) for line in text.splitlines())


def _named(told: Imprint) -> str:
    return f"{told.label[:1].lower()}{escaped(told.label[1:])} of {told.date}"


def _group(group: DifferenceGroup) -> str:
    name = f" ({escaped(group.name)})" if group.name else ""
    return "\n".join((f"## {escaped(group.title)}{name}\n", *map(_difference, group.differences)))


def _difference(found: Difference) -> str:
    return "\n".join((f"- **{found.change_class.capitalize()}** {escaped(found.sentence)}", *_values(found.values)))


def _values(values: Values) -> Iterator[str]:
    if values.spans:
        yield f"  - {_spans(shortened(values.spans))}"
    yield from _code(values.code)
    for line in values.lines:
        yield f"  - {escaped(line.name)}: {_sides(line.before, line.after)}"
    if values.before or values.after:
        yield f"  - {_sides(values.before, values.after)}"


def _code(code: CodeDifference) -> Iterator[str]:
    """Lines of SQL in a fence of their own, which none of them can close."""
    if not code:
        return
    texts = [SIGNS[line.kind] + line.text for line in code.lines]
    fence = "`" * max((3, *(1 + len(run) for text in texts for run in TICKS.findall(text))))
    yield f"\n  {fence}diff"
    yield from (f"  {text}" for text in texts)
    yield f"  {fence}"
    if code.left_out:
        yield f"\n  {code.left_out:,} more lines.\n"


def _sides(before: str, after: str) -> str:
    """What was and what is; one of them may not be there."""
    told = (_tagged("del", before) if before else "", _tagged("ins", after) if after else "")
    return " ".join(filter(None, told))


def _spans(spans: Iterable[Span]) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    if span.kind == "gap":
        return " … "
    tag = TAGS.get(span.kind)
    return _tagged(tag, span.text) if tag else _within(span.text)


def _tagged(tag: str, text: str) -> str:
    return f"<{tag}>{_within(text)}</{tag}>"


def _within(text: str) -> str:
    """A stretch of a text: a break at its end is one too."""
    return "<br>".join(map(escaped, re.split(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", text)))
