"""Code lists and their codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from specs_app.document.edits import fields, frozen
from specs_app.document.edits.edit import EditTask
from specs_app.document.renames import Renames
from specs_app.document.text_rules import LINE_LIMIT, NAME, NAME_LIMIT, fault, shown
from specs_app.document.types import Category, CategoryValue, Document
from specs_app.document.validity import REPLACED_BY, succeeded_by, successors


def _code_text(task: EditTask, key: str, raw: Any) -> str:
    """A code as it will be written; blanks at its ends would make two codes of what reads as one."""
    text = fields.line(task, key, raw)
    if text != text.strip():
        task.refuse_value(key, "blank-at-an-end", "The code begins or ends with a blank.", "Take the blank out.")
    return text


READERS: dict[str, fields.Reader] = {
    "value": _code_text,
    "description": fields.prose,
    "valid_from": fields.day,
    "valid_to": fields.day,
}
VALUE_KEYS = (*READERS, "after")
#: What takes the place of a code is said of one that is there.
CHANGE_KEYS = (*VALUE_KEYS, REPLACED_BY)


def find(task: EditTask, name: str) -> Category | None:
    """The code list of that name, or None and a problem."""
    found = task.document.category_by_name.get(name)
    if found is None:
        remedy = "Check the name, or add the code list in an earlier edit."
        task.refuse("unknown-category", f"There is no code list {shown(name)}.", remedy, "target")
    return found


def add(task: EditTask) -> Document:
    """A new code list, with codes where given, in its place by name as files lie in a folder."""
    name = task.target
    if not NAME.fullmatch(name) or len(name) > NAME_LIMIT:
        remedy = f"Begin with a letter; at most {NAME_LIMIT} small letters, digits and underscores."
        task.refuse("bad-name", f"{shown(name)} cannot be used as a name.", remedy, "target")
    _refuse_taken(task, name, "target")
    given = fields.listing(task, "values", task.values.get("values"))
    codes = [_code(task, f"values/{number}", raw) for number, raw in enumerate(given)]
    for number, code in enumerate(codes):
        if any(other.value == code.value for other in codes[:number]):
            _refuse_repeat(task, f"values/{number}", code.value)
    return _sorted_in(task.document, Category(name, tuple(codes)))


def change(task: EditTask) -> Document:
    """Another name, which goes into every item that uses the list."""
    old, name = find(task, task.target), fields.name(task, "name", task.values.get("name"))
    if old is None or name == old.name:
        return task.document
    _refuse_taken(task, name, "values", "name")
    others = replace(task.document, categories=frozen.without(task.document.categories, old))
    return _sorted_in(Renames(categories={old.name: name}).followed(others), replace(old, name=name))


def remove(task: EditTask) -> Document:
    """The code list goes; refused while items use it."""
    if (old := find(task, task.target)) is None:
        return task.document
    using = [item.item_ref or item.name for _, item in task.document.items() if item.category == old.name]
    if using:
        task.waits = True
        message = f"{len(using)} items use this code list: {', '.join(using[:5])}."
        task.refuse("still-used", message, "Take it from these items in the same proposal.", "target")
    return replace(task.document, categories=frozen.without(task.document.categories, old))


def add_value(task: EditTask) -> Document:
    """A new code, behind another or at the end. The target is the list, or the list and the code."""
    name, _, code = task.target.partition("/")
    if (category := find(task, name)) is None:
        return task.document
    raw = {key: value for key, value in task.values.items() if key != "after"}
    new = _code(task, "", {**({"value": code} if code else {}), **raw})
    if any(value.value == new.value for value in category.values):
        _refuse_repeat(task, "value", new.value)
    return _with_values(task.document, category, _placed(task, category.values, new))


def change_value(task: EditTask) -> Document:
    """Another text, meaning, time or place of a code, or others in its place; codes that name it follow its text."""
    category, old = _find_value(task)
    if category is None or old is None:
        return task.document
    new = replace(old, **fields.values(task, READERS))
    _check_code(task, "", new)
    if new.value != old.value and any(value.value == new.value for value in category.values):
        _refuse_repeat(task, "value", new.value)
    if REPLACED_BY in task.values:
        new = succeeded_by(new, _successors(task, category, old))
    values = frozen.swapped(category.values, old, new)
    if "after" in task.values:
        values = _placed(task, frozen.without(category.values, old), new)
    if new.value != old.value:
        values = tuple(_following(value, old.value, new.value) for value in values)
    return _with_values(task.document, category, values)


def remove_value(task: EditTask) -> Document:
    """A code goes; of one that is repeated, the last."""
    category, old = _find_value(task, last=True)
    if category is None or old is None:
        return task.document
    others = frozen.without(category.values, old)
    naming = [value.value for value in others if old.value in successors(value)]
    if naming and all(value.value != old.value for value in others):
        task.waits = True
        message = f"It takes the place of {', '.join(map(shown, naming[:5]))}."
        task.refuse("still-used", message, "Say in the same proposal what takes their place instead.", "target")
    return _with_values(task.document, category, frozen.without(category.values, old))


def _successors(task: EditTask, category: Category, old: CategoryValue) -> tuple[str, ...]:
    """The codes that are to take the place of one: others of the same list. A later edit may add them."""
    codes = fields.lines(task, REPLACED_BY, task.values[REPLACED_BY])
    known = {value.value for value in category.values if value.value != old.value}
    for number, code in enumerate(codes):
        if code and code not in known:
            task.waits = True
            message = f"{shown(code)} is no other code of this list."
            remedy = "Give codes of the list, or add the code in the same proposal."
            task.refuse_value(f"{REPLACED_BY}/{number}", "unknown-code", message, remedy)
    return codes


def _following(value: CategoryValue, old: str, new: str) -> CategoryValue:
    return succeeded_by(value, [new if code == old else code for code in successors(value)])


def _find_value(task: EditTask, *, last: bool = False) -> tuple[Category | None, CategoryValue | None]:
    name, slash, code = task.target.partition("/")
    category = find(task, name)
    if category is None:
        return None, None
    for text in dict.fromkeys((code, unquote(code))):
        found = [value for value in category.values if slash and value.value == text]
        if found:
            return category, found[-1 if last else 0]
    remedy = "Name it as code list/code, as the list writes it."
    task.refuse("unknown-code", f"The code list has no code {shown(code)}.", remedy, "target")
    return category, None


def _code(task: EditTask, key: str, raw: Any) -> CategoryValue:
    """A code from a bare text or from its keys; ``key`` is empty where the keys are the edit's own values."""
    if not isinstance(raw, Mapping):
        raw = {"value": raw}
    readers = {name: _under(key, name, reader) for name, reader in READERS.items()}
    code = CategoryValue(**{"value": "", **fields.record(task, key, raw, readers)})
    _check_code(task, key, code)
    return code


def _under(key: str, name: str, reader: fields.Reader) -> fields.Reader:
    return lambda task, _path, raw: reader(task, f"{key}/{name}" if key else name, raw)


def _check_code(task: EditTask, key: str, code: CategoryValue) -> None:
    path = f"{key}/" if key else ""
    if not code.value and not task.problems:
        task.refuse_value(f"{path}value", "missing-value", "The code is empty.", "Give its text.")
    elif found := fault(code.value, lines=False, limit=LINE_LIMIT):
        task.refuse_value(f"{path}value", *found)
    if code.valid_from and code.valid_to and code.valid_to < code.valid_from:
        task.refuse_value(f"{path}valid_to", "bad-date", "The end lies before the beginning.", "Correct the dates.")


def _placed(task: EditTask, values: tuple[CategoryValue, ...], new: CategoryValue) -> tuple[CategoryValue, ...]:
    after = task.values.get("after")
    if after is None:
        return frozen.placed(values, new, None)
    behind = next((value for value in values if after and value.value == after), None)
    if behind is None and after != "":
        message = f"{shown(after)} is no other code of this list."
        task.refuse_value("after", "unknown-code", message, "Give a code, or nothing for the last place.")
    return frozen.placed(values, new, behind, first=after == "")


def _refuse_repeat(task: EditTask, key: str, code: str) -> None:
    remedy = "Choose another code, or change the one that is there."
    task.refuse_value(key, "repeated-code-value", f"The list has the code {shown(code)} already.", remedy)


def _refuse_taken(task: EditTask, name: str, *path: str) -> None:
    if name in task.document.category_by_name:
        task.refuse("name-taken", f"There is a code list {shown(name)} already.", "Choose another name.", *path)


def _with_values(document: Document, old: Category, values: tuple[CategoryValue, ...]) -> Document:
    return replace(document, categories=frozen.swapped(document.categories, old, replace(old, values=values)))


def _sorted_in(document: Document, new: Category) -> Document:
    return replace(document, categories=frozen.sorted_in(document.categories, new, lambda entry: entry.name))
