"""A typed edit in words: what it does to which part, and which of its values it gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from changes_app.proposals.forms import options
from changes_app.proposals.forms.asking import About, EditForm, Recalled
from changes_app.proposals.forms.object_forms import ENDS
from changes_app.proposals.forms.questions import form_of, recall
from specs_app.document.types import Document, Settings


def told(edit: Mapping[str, Any], settings: Settings) -> tuple[str, str]:
    """What the edit asks for as a title, and what it is given in a few words."""
    form = form_of(edit["action"], edit["values"] or {})
    if form is None:
        words = (BESIDE.get(key, key.replace("_", " ")) for key in edit["values"] or {})
        return f"{edit['action'].replace('_', ' ').capitalize()} {edit['target']}".strip(), ", ".join(words)
    found = recall(form, edit)
    about = About(Document(settings), found.target or edit["target"], found.chosen)
    return _title(form, about, edit["values"] or {}, found), _details(form, found.values)


def _title(form: EditForm, about: About, values: Mapping[str, Any], found: Recalled) -> str:
    if form.names and about.target:
        return f"{form.choice}: {about.target}"
    names = {
        "target": options.titled(form.part, about),
        "chosen": options.system(about),
        "name": values.get("name") or values.get("value") or "",
        "child": found.values.get("child_item"),
        "parent": found.values.get("parent_object"),
    }
    return (form.line or form.title).format(**names)


def _details(form: EditForm, values: Mapping[str, Any]) -> str:
    """What its values are called, as the form asks for them; of SQL and of the ends of a relationship the title says it."""
    told = () if form.asks_sql else (key for key in values if key not in (form.names, *ENDS))
    return ", ".join(dict.fromkeys(_label(form, key) for key in told))


def _label(form: EditForm, key: str) -> str:
    labels = {**BESIDE, **form.labels}
    return labels.get(key, key.replace("_", " ")).rstrip("?").lower()


#: Values that a form asks for under another key.
BESIDE = {
    "cms": "case management systems",
}
