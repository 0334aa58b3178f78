"""What the templates of differences need."""

from collections.abc import Sequence

from django import template

from specs_app.document.wording import Span, shortened

register = template.Library()


@register.filter
def brief(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans of a difference without the long stretches that stayed."""
    return shortened(spans)


@register.filter
def leaves_out(spans: Sequence[Span]) -> bool:
    """Whether spans have a gap."""
    return any(span.kind == "gap" for span in spans)
