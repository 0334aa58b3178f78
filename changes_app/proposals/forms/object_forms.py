"""The forms about objects and the relationships between them."""

from __future__ import annotations

from changes_app.proposals.forms import current, options
from changes_app.proposals.forms.asking import About, EditForm, Question, RawEdit, Recalled, Values, plain
from changes_app.proposals.forms.composing import added, changed, edit, removed

NAME = Question(
    "name",
    "Name",
    hint="Small letters, digits and underscores. It begins as the other objects do, such as ssd_assessments.",
    required=True,
    missing="Enter the name",
)
ENDS = ("child_object", "child_item", "parent_object", "parent_item")
TITLE = Question("title", "Title", hint="What people call it, such as Assessments.")
DESCRIPTION = Question("description", "Description", "prose", "What one row of it is, in a sentence or two.", rows=3)


def _edit(action: str, child: str, parent: str, more: Values) -> RawEdit:
    """An edit of a relationship by the names of both ends."""
    (child_object, _, child_item), (parent_object, _, parent_item) = child.partition("."), parent.partition(".")
    given = (child_object, child_item, parent_object, parent_item)
    return edit(action, "", {**dict(zip(ENDS, given, strict=True)), **more})


def _joined(_form: EditForm, _about: About, values: Values) -> list[RawEdit]:
    relation = {"relation": values["relation"]} if values.get("relation") else {}
    return [_edit("add_relationship", str(values["child"]), str(values["parent"]), relation)]


def _parted(_form: EditForm, _about: About, values: Values) -> list[RawEdit]:
    child, _, parent = str(values["relationship"]).partition(">")
    return [_edit("remove_relationship", child, parent, {})]


def _opened(_about: About, values: Values) -> Values:
    """The answers of a relationship that is named in the values."""
    child, parent = (f"{values.get(f'{end}_object')}.{values.get(f'{end}_item')}" for end in ("child", "parent"))
    named = {"child": child, "parent": parent, "relationship": f"{child}>{parent}"}
    return {"relation": values.get("relation"), **(named if values.get("child_object") else {})}


def _recalled(given: Values) -> Recalled:
    """The relationship of an edit, which names it in its values or in its target; it is about the object that points."""
    values, target = given["values"] or {}, str(given["target"]).removeprefix("relationships/")
    if ">" in target:
        child, _, parent = target.partition(">")
        values = {**_edit("", child, parent, {})["values"], **values}
    return Recalled(str(values.get("child_object") or ""), "", values)


OBJECT_FORMS = (
    EditForm(
        "change_object",
        "change_object",
        "object",
        "Change its title, description or name",
        "Change {target}",
        changed,
        plain(TITLE, DESCRIPTION, NAME),
        "You see what stands now. Everything that points at the object follows a new name.",
        ("title", "description", "name"),
        stands=current.data_object,
    ),
    EditForm(
        "add_relationship",
        "add_relationship",
        "object",
        "Add a relationship to another object",
        "Add a relationship of {target}",
        _joined,
        plain(
            Question(
                "child",
                "The item of this object that points",
                "choice",
                "It holds the key of the other object, such as the identifier of a person.",
                options.own_names,
                blank="Choose an item",
                required=True,
                missing="Choose the item that points",
            ),
            Question(
                "parent",
                "The key it points at",
                "choice",
                "The key of the other object.",
                options.keys,
                blank="Choose a key",
                required=True,
                missing="Choose the key that it points at",
            ),
            Question(
                "relation",
                "How many",
                "choice",
                "The parent is the object that is pointed at.",
                options.relations,
                blank="Each parent has many children, as is usual",
            ),
        ),
        note="An item of this object holds the key of the other. To point an item elsewhere than now, remove its old relationship "
        "too, in the same proposal.",
        keys=(*ENDS, "relation"),
        line="Add the relationship of {target} to {parent} by {child}",
        opens=_opened,
        recalls=_recalled,
    ),
    EditForm(
        "remove_relationship",
        "remove_relationship",
        "object",
        "Remove a relationship",
        "Remove a relationship of {target}",
        _parted,
        plain(
            Question(
                "relationship",
                "Which relationship?",
                "radios",
                "The items stay; only the link between them goes.",
                options.relationships,
                required=True,
                missing="Choose the relationship to remove",
            )
        ),
        note="To change a relationship, remove it here and add the right one, in the same proposal.",
        keys=ENDS,
        line="Remove the relationship of {target} to {parent} by {child}",
        opens=_opened,
        recalls=_recalled,
    ),
    EditForm(
        "remove_object",
        "remove_object",
        "object",
        "Remove it from the standard",
        "Remove {target}",
        removed,
        note="The object and all of its items are no longer in the standard once this is published, and its table goes from the "
        "scripts. Remove first what points at it, in the same proposal.",
    ),
    EditForm(
        "add_object",
        "add_object",
        "standard",
        "Add an object",
        "Add the object {target}",
        added,
        plain(NAME, TITLE, DESCRIPTION),
        "A table of the standard. Add its items afterwards, in the same proposal.",
        ("title", "description"),
        line="Add an object",
        names="name",
    ),
)
