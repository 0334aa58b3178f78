"""From the answers of a form to the edits they come to. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from changes_app.proposals.forms.asking import About, EditForm, RawEdit, Values, blank


def edit(action: str, target: str, values: Values) -> RawEdit:
    """A typed edit as JSON."""
    return {"action": action, "target": target, "values": dict(values)}


def filled(values: Values) -> dict[str, Any]:
    """The answers that say something."""
    return {key: value for key, value in values.items() if not blank(value)}


def differing(values: Values, stands: Values) -> dict[str, Any]:
    """The answers that differ from what stands; the order of a list of names is no meaning."""
    return {key: value for key, value in values.items() if not _same(value, stands.get(key))}


def _same(one: Any, other: Any) -> bool:
    if _are_names(one) and _are_names(other):
        return sorted(one) == sorted(other)
    return bool(one == other or (blank(one) and blank(other)))


def _are_names(value: Any) -> bool:
    """Whether a value is a list of texts and nothing else."""
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def changed(form: EditForm, about: About, values: Values) -> list[RawEdit]:
    """One edit with what differs from what stands; none where nothing does."""
    found = differing(values, form.stands(about))
    return [edit(form.action, about.target, found)] if found else []


def added(form: EditForm, about: About, values: Values) -> list[RawEdit]:
    """One edit with what was filled in; the new part's own name, where the form asks for it, is the target."""
    given = filled(values)
    target = str(given.pop(form.names, "")) if form.names else about.target
    return [edit(form.action, target, given)]


def removed(form: EditForm, about: About, _values: Values) -> list[RawEdit]:
    """One edit without values."""
    return [edit(form.action, about.target, {})]


def without(values: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    """The values without some."""
    return {key: value for key, value in values.items() if key not in keys}
