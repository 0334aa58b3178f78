"""What the templates of the PDF need."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
#: Where a long name may be broken: behind a joint, or between a small and a capital letter.
JOINT = re.compile(r"([_./|;,:\\]+)(?=[^\s_./|;,:\\])")


@register.filter
def breakable(text: str) -> SafeString:
    """The text, escaped, with places where a line may end inside a long name."""
    return mark_safe("<wbr>".join(escape(piece) for piece in _pieces(str(text))))  # noqa: S308 - every piece is escaped


def _pieces(text: str) -> list[str]:
    words = JOINT.split(text)
    joints = [*words[1::2], ""]
    return [word + joint for word, joint in zip(words[::2], joints, strict=True)]
