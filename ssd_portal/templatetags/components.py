"""Template filters behind `templates/components/`; loaded in every template."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import Field
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

#: A name in pieces, each with the sign that ends it.
NAME_PARTS = re.compile(r"[^_.]+[_.]*|[_.]+")
#: Kind of control, by Django's name of the widget; anything else is an `input`.
KINDS = {
    "textarea": "textarea",
    "select": "select",
    "nullbooleanselect": "select",
    "selectmultiple": "select",
    "clearablefile": "file-upload",
    "file": "file-upload",
    "checkbox": "checkbox",
    "radioselect": "radios",
    "checkboxselectmultiple": "checkboxes",
}
CLASSES = {"checkbox": "govuk-checkboxes__input"}


@register.filter
def govuk_kind(field: BoundField) -> str:
    return KINDS.get(field.widget_type, "input")


@register.filter
def govuk_label_size(field: BoundField) -> str:
    """`l`, `m` or `s` where the widget asks for a larger label with `data-label`."""
    return str(field.field.widget.attrs.get("data-label", ""))


@register.filter
def govuk_widget(field: BoundField) -> SafeString:
    """The field's control with the class of its kind; classes of its own stay."""
    kind = govuk_kind(field)
    own = field.field.widget.attrs.get("class", "")
    classes = [CLASSES.get(kind, f"govuk-{kind}"), own]
    if field.errors:
        classes.append(f"govuk-{kind}--error")
    if kind == "textarea" and "maxlength" in field.field.widget.attrs:
        classes.append("govuk-js-character-count")
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


@register.filter
def govuk_choice(choice: BoundWidget, kind: str) -> SafeString:
    """One radio button or checkbox; `kind` is the block's name, `radios` or `checkboxes`."""
    choice.data["attrs"]["class"] = f"govuk-{kind}__input"
    return choice.tag()


@register.filter
def govuk_first_control(field: BoundField) -> str:
    """The id that a link in the error summary goes to: of a group its first choice."""
    if govuk_kind(field) in {"radios", "checkboxes"}:
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.filter
def govuk_error(message: str, field: BoundField) -> str:
    """The message as the summary shows it: Django's own words for a missing answer do not say which one."""
    general = str(Field.default_error_messages["required"])
    return f"{field.label}: {message}" if message == general else message


@register.filter
def page_numbers(page: Page[Any]) -> Iterable[int | str]:
    """Numbers to link to, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def breakable(name: str) -> SafeString:
    """A name that a narrow column may break behind its underscores and dots; escaped."""
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in NAME_PARTS.findall(str(name))))
