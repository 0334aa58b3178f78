"""``specification.yml`` as settings."""

from __future__ import annotations

from dataclasses import fields as fields_of

from specs_app.codec.part import Collector, Fields, Part
from specs_app.codec.plain import is_true
from specs_app.codec.tree import Mapping, Node, resolved
from specs_app.document.types import (
    CHANGE_CLASSES,
    DEFAULT_RULES,
    ChangeClass,
    Cms,
    Layout,
    Return,
    Settings,
    SteeringRule,
    Term,
)

TEXTS = ("title", "publisher", "description", "prefix", "table_prefix", "version")
KNOWN = frozenset((*TEXTS, "layout", "cms", "returns", "domains", "statuses", "rules", "public_comments"))
DIALECTS = ("tsql", "postgres")
NUMBERS = tuple(part.name for part in fields_of(SteeringRule) if part.name not in ("change_class", "objection_blocks"))
LARGEST = 3650


def read_settings(root: Node | None, file: str) -> Part:
    """The settings of a specification; what does not fit is reported and replaced by its default."""
    collector = Collector(file)
    found = resolved(root) if root is not None else None
    if not isinstance(found, Mapping):
        message = "The file holds no settings."
        remedy = "Write title:, prefix: and the other settings as keys and values."
        collector.problem("not-a-specification-file", message, remedy, 1, address="settings", severity="error")
        return collector.part(readable=False)
    fields = Fields(found, collector, "settings")
    for key, value in fields.values.items():
        collector.place(f"settings/{key}", value)
    texts = {key: fields.text(key) for key in TEXTS}
    settings = Settings(
        **texts,
        layout=_layout(fields),
        cms=tuple(_cms(entry) for entry in _entries(fields, "cms")),
        returns=tuple(
            Return(entry.text("key"), entry.text("title"), entry.words("sections"))
            for entry in _entries(fields, "returns")
        ),
        domains=tuple(Term(entry.text("key"), entry.text("title")) for entry in _entries(fields, "domains")),
        statuses=tuple(Term(entry.text("key"), entry.text("title")) for entry in _entries(fields, "statuses")),
        rules=_rules(fields),
        public_comments=is_true(fields.text("public_comments")),
        extra=fields.unknown(KNOWN),
    )
    collector.place("settings", found)
    return collector.part(settings=settings)


def _layout(fields: Fields) -> Layout:
    node = fields.table("layout")
    if node is None:
        return Layout()
    entry = Fields(node, fields.collector, "settings")
    return Layout(entry.words("objects"), entry.words("categories"), entry.text("relationships"))


def _entries(fields: Fields, key: str) -> list[Fields]:
    """The entries of a registry; one without a key, or with a key seen before, is reported and left out."""
    found: dict[str, Fields] = {}
    for node in fields.mappings(key):
        entry = Fields(node, fields.collector, "settings")
        name = entry.text("key")
        if not name or name in found:
            message = f"An entry of {key} has {'a key seen before' if name else 'no key'}."
            fields.collector.problem(
                "bad-registry-entry", message, "Give each entry a key of its own.", node.line,
                address="settings", severity="error",
            )  # fmt: skip
        else:
            found[name] = entry
    return list(found.values())


def _cms(entry: Fields) -> Cms:
    dialect = entry.text("dialect") or DIALECTS[0]
    if dialect not in DIALECTS:
        message = f"The dialect {dialect} of {entry.text('key')} is not known."
        remedy = f"Write one of {', '.join(DIALECTS)}."
        entry.collector.problem("unknown-dialect", message, remedy, entry.line("dialect"), address="settings")
    return Cms(entry.text("key"), entry.text("title"), dialect)


def _rules(fields: Fields) -> tuple[SteeringRule, ...]:
    node = fields.table("rules")
    if node is None:
        return DEFAULT_RULES
    stated = Fields(node, fields.collector, "settings/rules")
    return tuple(
        _rule(stated, change_class, default)
        for change_class, default in zip(CHANGE_CLASSES, DEFAULT_RULES, strict=True)
    )


def _rule(stated: Fields, change_class: ChangeClass, default: SteeringRule) -> SteeringRule:
    node = stated.table(change_class)
    if node is None:
        return default
    entry = Fields(node, stated.collector, "settings/rules")
    numbers = {key: _number(entry, key, getattr(default, key)) for key in NUMBERS}
    blocks = entry.text("objection_blocks")
    return SteeringRule(change_class, objection_blocks=is_true(blocks) if blocks else True, **numbers)


def _number(entry: Fields, key: str, default: int) -> int:
    text = entry.text(key)
    if not text:
        return default
    if text.isascii() and text.isdigit() and len(text) < 5 and int(text) <= LARGEST:
        return int(text)
    message = f"The rule {key} is {text!r}, not a whole number from 0 to {LARGEST}."
    remedy = f"Write a whole number; until then {default} holds."
    entry.collector.problem("bad-rule", message, remedy, entry.line(key), address="settings/rules", severity="error")
    return default
