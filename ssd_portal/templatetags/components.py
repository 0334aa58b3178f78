"""Template filters behind `templates/components/`; loaded in every template."""

from django import template
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString

register = template.Library()

CLASSES = {
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "selectmultiple": "govuk-select",
    "file": "govuk-file-upload",
    "clearablefile": "govuk-file-upload",
}


@register.filter
def govuk_widget(field: BoundField) -> SafeString:
    """The field's control with the class of its kind; its own classes stay."""
    base = CLASSES.get(field.widget_type, "govuk-input")
    error = f" {base}--error" if field.errors else ""
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{base}{error} {own}".strip()})


@register.filter
def govuk_choice(choice: BoundWidget, kind: str) -> SafeString:
    """One radio button or checkbox; `kind` is the block's name, `radios` or `checkboxes`."""
    choice.data["attrs"]["class"] = f"govuk-{kind}__input"
    return choice.tag()
