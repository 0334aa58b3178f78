"""What the templates of the PDF need."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def page_of(pages: Mapping[str, int], anchor: str) -> str:
    """The number of the page on which a place is; nothing where it is not known yet."""
    return str(pages.get(anchor, ""))


@register.filter
def entry(words: Mapping[str, str], key: str) -> str:
    """An entry of a table of words."""
    return words[key]
