"""The registry of forms: each way to edit, once, in the order in which it is offered."""

from __future__ import annotations

from changes_app.proposals.forms.asking import EditForm, Part, Recalled, Values
from changes_app.proposals.forms.authority_forms import AUTHORITY_FORMS
from changes_app.proposals.forms.extract_forms import EXTRACT_FORMS
from changes_app.proposals.forms.extract_setting_forms import EXTRACT_SETTING_FORMS
from changes_app.proposals.forms.item_forms import ITEM_FORMS
from changes_app.proposals.forms.list_forms import LIST_FORMS
from changes_app.proposals.forms.object_forms import OBJECT_FORMS
from changes_app.proposals.forms.registry_forms import REGISTRY_FORMS, RETURN_FORMS
from changes_app.proposals.forms.standard_forms import STANDARD_FORMS
from changes_app.proposals.forms.validation_forms import VALIDATION_FORMS

FORMS: dict[str, EditForm] = {
    form.key: form
    for form in (
        *ITEM_FORMS,
        *OBJECT_FORMS,
        *LIST_FORMS,
        *RETURN_FORMS,
        *AUTHORITY_FORMS,
        *REGISTRY_FORMS,
        *VALIDATION_FORMS,
        *EXTRACT_SETTING_FORMS,
        *EXTRACT_FORMS,
        *STANDARD_FORMS,
    )
}
#: What can be begun from a page about a part: the forms about it, and those about what it holds.
BEGUN_FROM: dict[str, tuple[Part, ...]] = {"category": ("category", "value")}


def offered(part: str) -> list[EditForm]:
    """The edits that can be begun from a part of this kind, in order."""
    parts = BEGUN_FROM.get(part, (part,))
    return [form for form in FORMS.values() if form.part in parts]


def form_of(action: str, values: Values) -> EditForm | None:
    """The form that asks for these values of an action; where none asks for all of them the one that asks for most.

    None where none asks for any of them.
    """
    forms = [form for form in FORMS.values() if form.action == action and form.fits(values)]
    wanted = set(values)
    best = max(forms, key=lambda form: (len(wanted & set(form.keys)), -len(form.keys)), default=None)
    return None if best and wanted and best.keys and not wanted & set(best.keys) else best


def recall(form: EditForm, edit: Values) -> Recalled:
    """What a stored edit is about, and its values as the form asks for them."""
    if form.names:
        return Recalled("", "", {form.names: edit["target"], **(edit["values"] or {})})
    return form.recalls(edit)
