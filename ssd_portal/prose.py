"""Markdown as a page in the portal's own style: the guides that come with it, and what an operator writes.

No HTML of a text is taken over, and no link but one that is known to be harmless.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

#: An address as it is written to the one that it has here; None where it leads nowhere, so that only its words are left.
Address = Callable[[str], str | None]

CLASSES = {
    "h1": "portal-title",
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "h4": "govuk-heading-s",
    "p": "govuk-body",
    "a": "govuk-link",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "table": "govuk-table portal-table--dense",
    "thead": "govuk-table__head",
    "tbody": "govuk-table__body",
    "tr": "govuk-table__row",
    "th": "govuk-table__header",
    "td": "govuk-table__cell",
    "img": "portal-picture",
}
#: A table or an example that is wider than the page is scrolled, by keyboard too.
SCROLLED = '<div class="portal-scroll" tabindex="0" role="region" aria-label="{}">'


@dataclass(frozen=True, slots=True)
class Prose:
    """A text as HTML, and the words of its first heading."""

    title: str
    html: SafeString


def render(text: str, address: Address = lambda href: href) -> Prose:
    """The text as HTML; ``address`` says where each link and picture is found."""
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table")
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", lambda *_: "</table></div>")
    parser.add_render_rule("fence", _example)
    parser.add_render_rule("code_block", _example)
    tokens = parser.parse(text)
    _number(tokens)
    for token in tokens:
        _dress(token, address)
    title = next((tokens[place + 1].content for place, token in enumerate(tokens) if token.type == "heading_open"), "")
    return Prose(title, mark_safe(parser.renderer.render(tokens, parser.options, {})))  # noqa: S308 (the library escapes)


def _number(tokens: Sequence[Token]) -> None:
    """Headings can be led to by their words, as the pages of public forges do it."""
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            words = re.sub(r"[^\w\- ]", "", tokens[place + 1].content.lower())
            token.attrSet("id", words.strip().replace(" ", "-"))


def _dress(token: Token, address: Address) -> None:
    if token.nesting >= 0 and token.tag in CLASSES:
        token.attrJoin("class", CLASSES[token.tag])
    if token.type == "th_open":
        token.attrSet("scope", "col")
    if token.type == "image":
        token.attrSet("src", address(str(token.attrGet("src"))) or "")
    if token.children:
        token.children = _led(token.children, address)


def _led(tokens: Sequence[Token], address: Address) -> list[Token]:
    """The tokens of a line with every link led to its place here, and without those that have none."""
    kept: list[Token] = []
    dropped: list[bool] = []
    for token in tokens:
        _dress(token, address)
        if token.type == "link_open":
            place = address(str(token.attrGet("href")))
            token.attrSet("href", place or "")
            dropped.append(place is None)
        lost = token.type.startswith("link_") and dropped[-1]
        if token.type == "link_close":
            dropped.pop()
        if not lost:
            kept.append(token)
    return kept


def _table_open(_: Any, tokens: Sequence[Token], place: int, *__: Any) -> str:
    """Tables are counted: a landmark has a name of its own."""
    number = sum(token.type == "table_open" for token in tokens[: place + 1])
    return f'{SCROLLED.format(f"Table {number}")}<table class="{CLASSES["table"]}">'


def _example(_: Any, tokens: Sequence[Token], place: int, *__: Any) -> str:
    return f'<pre class="portal-code" tabindex="0"><code>{escape(tokens[place].content)}</code></pre>\n'
