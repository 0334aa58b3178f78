"""A change as one plain sentence, for pages, mails and the record in Git."""

from __future__ import annotations

from collections.abc import Callable

from specs_app.document import paths
from specs_app.document.authorities import KIND_WORDS
from specs_app.document.diff.change import Change
from specs_app.document.item_keys import ITEM_KEYS
from specs_app.document.titles import KEYS, Titles

#: What a key is called in a sentence where that is not its own name.
FIELD_NAMES = {
    **{key.name: key.words for key in ITEM_KEYS if key.words},
    "extra": "other keys",
    "parent_note": "words behind its key in the list of relationships",
    "item_note": "words behind the foreign key",
    "listed": "mention in the list of relationships",
    "on_item": "mention in the foreign key of the item",
    "marked": "holds it",
    "variants": "local builds",
    "replaced_by": "replaced by",
    "remove_in": "to be removed in release",
    "since": "since release",
    "values": "codes",
    "args": "arguments",
    "extends": "narrower form of",
    "prefix": "prefix of the numbers of changes",
    "table_prefix": "prefix of the names of tables",
    "layout": "folders of the files",
    "tables": "tables kept beside the files",
    "public_comments": "comments by the public",
    "access": "who reads it",
    "dialect": "SQL dialect",
    "approvals": "approvals needed",
    "quorum": "votes needed",
    "objection_blocks": "one objection blocks",
    "consultation_days": "days of consultation",
    "final_comment_days": "days for final comments",
    "deadline_days": "days until votes are due",
    "notice_days": "days of notice before publication",
    "source_schema": "schema that is read",
    "target_database": "database of its tables",
    "target_schema": "schema of its tables",
    "temporary": "temporary tables",
    "temporary_prefix": "prefix of temporary tables",
    "no_count_on": "counts of rows switched off",
    "left_out_kinds": "what the whole script leaves out",
    "left_out_objects": "objects that are left out",
    "local_names": "local names and types",
    "stage": "stage of adoption",
    "db_compatibility": "database compatibility",
    "ics_universe_vers": "ICS universe",
    "data_warehouse_vers": "data warehouse",
    "front_end_vers": "front end",
    "at_most_one": "at most one row",
    "dated_only": "dated rows alone",
    "sentinels": "keys that stand for no row",
    "none_because": "why all rows are taken",
}
#: The same where the kind of part gives a key another sense.
OF_KIND = {
    ("objects", "description"): "description",
    ("settings", "description"): "description",
    ("categories", "description"): "meaning",
    ("categories", "replaced_by"): "what takes its place",
}
PARTS = {
    "objects": "Object",
    "items": "Item",
    "categories": "Code list",
    "authorities": "Authority",
    "settings": "Settings",
}
#: Entries of the settings.
ENTRIES = {
    "cms": "System {}",
    "returns": "Return {}",
    "domains": "Domain {}",
    "statuses": "Delivery status {}",
    "rules": "Rules for {} changes",
    "validators": "Validator {}",
    "datatypes": "Data type {}",
    "parameters": "Parameter {}",
    "joins": "Join {}",
    "row_scopes": "Row scope {}",
    "lookups": "Look-up {}",
}


def field_name(field: str, kind: str = "") -> str:
    """What a key of a part of that kind is called within a sentence."""
    return OF_KIND.get((kind, field)) or FIELD_NAMES.get(field, field.replace("_", " "))


def part_name(address: str, titles: Titles = KEYS) -> str:
    """What an address names, in words: ``Item PERS002A``, ``Code 1 of code list sex``, ``System Liquid Logic``."""
    kind, *names = paths.split(address)
    if kind == "relationships":
        child, _, parent = names[0].partition(">")
        return f"Relationship of {child} to {parent}"
    if kind == "settings" and len(names) > 1:
        return ENTRIES.get(names[0], f"Setting {names[0]}, {{}}").format(_entry(names[0], names[1], titles))
    if kind == "extracts" and len(names) > 1:
        build = f", build {names[2]}" if len(names) > 2 else ""
        return f"SQL of {titles.system(names[0])} for {names[1]}{build}"
    if kind == "categories" and len(names) == 2:
        return f"Code {names[1]} of code list {names[0]}"
    return f"{PARTS.get(kind, kind)} {names[0]}" if names and kind != "settings" else PARTS.get(kind, kind)


def _entry(registry: str, key: str, titles: Titles) -> str:
    said = {"cms": titles.system, "returns": titles.return_, "domains": titles.domain, "statuses": titles.status}
    return said[registry](key) if registry in said else key


def describe(change: Change, titles: Titles = KEYS) -> str:
    """One sentence without a full stop, such as ``Item PERS002A: guidance changed``."""
    if states_rules(change):
        return _rules(change)
    words = SENTENCES.get(change.kind, _changed)
    return f"{part_name(change.address, titles)}{words(change, titles)}"


def states_rules(change: Change) -> bool:
    """Whether the sentence of a change says its values too: so it does where rules of the steering group differ."""
    return change.address.startswith("settings/rules/") and bool(change.before and change.after)


def _rules(change: Change) -> str:
    """``Approvals needed for a breaking change: 3 → 2``."""
    keys = [key for key in FIELD_NAMES if change.before.get(key) != change.after.get(key)]
    told = "; ".join(f"{field_name(key)} for {_article(change)}: {_steps(change, key)}" for key in keys)
    return f"{told[:1].upper()}{told[1:]}"


def _article(change: Change) -> str:
    name = paths.split(change.address)[2]
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name} change"


def _steps(change: Change, key: str) -> str:
    """Of a record only what says something is told: a number that is left out is 0, a switch is off."""
    before, after = (side.get(key, 0) for side in (change.before, change.after))
    if key == "objection_blocks":
        return f"{'yes' if before else 'no'} → {'yes' if after else 'no'}"
    return f"{before} → {after}"


def _changed(change: Change, _titles: Titles) -> str:
    name = field_name(change.field, paths.split(change.address)[0])
    return f": {name} changed" if change.field else f" {_verb(change)}"


def _verb(change: Change) -> str:
    if change.before is None:
        return "added"
    return "removed" if change.after is None else "changed"


def _mapping(change: Change, titles: Titles) -> str:
    return f": how {titles.system(change.field.partition('/')[2])} holds it {_verb(change)}"


def _return(change: Change, titles: Titles) -> str:
    field, _, key = change.field.partition("/")
    title = titles.return_(key)
    if field == "returns_map":
        return f": place in return {title} {_verb(change)}"
    if change.before and change.after:
        return f": return {title} named {_times(change.after)} instead of {_times(change.before)}"
    return f" {'now feeds' if change.after else 'no longer feeds'} return {title}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _moved(change: Change, _titles: Titles) -> str:
    if change.field == "object":
        return f" moved from {change.before} to {change.after}"
    return f" moved behind {change.after}" if change.after else " moved to the beginning"


def _switched(change: Change, _titles: Titles) -> str:
    name = field_name(change.field)
    return f" is {'now' if change.after else 'no longer'} {name}"


def _extract(change: Change, _titles: Titles) -> str:
    part, _, name = change.field.partition("/")
    if part == "columns":
        done = "from another source" if change.before and change.after not in (None, "NULL") else _verb(change)
        return f": column {name} {'lost' if change.after in (None, 'NULL') else done}"
    return f": query {name} {_verb(change)}" if part == "queries" else " changed"


def _authority(change: Change, _titles: Titles) -> str:
    part, _, name = change.field.partition("/")
    if part == "left_out":
        return f": objects without {KIND_WORDS.get(name, name)} {_verb(change)}"
    if name:
        return f": {f'parameter {name}' if part == 'parameters' else f'version of {field_name(name)}'} {_verb(change)}"
    return f": {field_name(part)} changed"


SENTENCES: dict[str, Callable[[Change, Titles], str]] = {
    "added": lambda *_: " added",
    "removed": lambda *_: " removed",
    "renamed": lambda change, _: f" renamed from {change.before} to {change.after}",
    "moved": _moved,
    "required": _switched,
    "unique": _switched,
    "key": lambda change, _: f" is {'now' if change.after else 'no longer'} part of the primary key",
    "return": _return,
    "mapping": _mapping,
    "extract": _extract,
    "authority": _authority,
    "code_added": lambda *_: " added",
    "code_removed": lambda *_: " removed",
    "code_redefined": lambda *_: ": meaning changed",
    "code_dates": lambda change, _: f": {'end' if change.field == 'valid_to' else 'begin'} of validity changed",
}
