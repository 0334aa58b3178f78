"""``specification.yml`` as settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields as fields_of
from typing import Any

from specs_app.document.dialects import DEFAULT, DIALECTS
from specs_app.document.extract_settings import EXTRACT_REGISTRIES
from specs_app.document.types import (
    ACCESS,
    DEFAULT_RULES,
    RETURN_KINDS,
    STEERED_CLASSES,
    TABLE_KINDS,
    Access,
    ChangeClass,
    Cms,
    Layout,
    RegisteredTable,
    Return,
    Settings,
    SteeringRule,
    Term,
)
from specs_app.yaml_files.read.collector import Collector, Fields, FilePart
from specs_app.yaml_files.read.extract_settings import read_extract_settings
from specs_app.yaml_files.read.nodes import FALSE, TRUE, is_true, repeated_keys
from specs_app.yaml_files.read.registries import datatypes, validators
from specs_app.yaml_files.tree import Mapping, Node, Scalar, resolved

TEXTS = (
    *("title", "publisher", "description", "short_name", "mark", "colour"),
    *("prefix", "table_prefix", "version"),
)
KNOWN = frozenset(
    (
        *(*TEXTS, "layout", "tables", "cms", "returns", "domains", "statuses", "validators", "datatypes"),
        *(*EXTRACT_REGISTRIES, "rules", "public_comments", "access"),
    )
)
NUMBERS = tuple(part.name for part in fields_of(SteeringRule) if part.name not in ("change_class", "objection_blocks"))
LARGEST = 3650
RULES, TABLES = "settings/rules", "settings/tables"
#: How many must agree, and how many must take part.
THRESHOLDS = frozenset({"approvals", "quorum"})
BLOCKS = "objection_blocks"


def read_settings(root: Node | None, file: str) -> FilePart:
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
    told: dict[str, Any] = {**{key: fields.text(key) for key in TEXTS}, **read_extract_settings(fields)}
    settings = Settings(
        **told,
        layout=_layout(fields),
        tables=tuple(_tables(fields)),
        cms=tuple(_cms(entry) for entry in _entries(fields, "cms")),
        returns=tuple(_return(entry) for entry in _entries(fields, "returns")),
        domains=tuple(map(_term, _entries(fields, "domains"))),
        statuses=tuple(map(_term, _entries(fields, "statuses"))),
        validators=validators(fields.table("validators"), collector),
        datatypes=datatypes(fields.table("datatypes"), collector),
        rules=_rules(fields),
        public_comments=is_true(fields.text("public_comments")),
        access=_access(fields),
        extra=fields.unknown(KNOWN),
    )
    collector.place("settings", found)
    return collector.part(settings=settings)


def _access(fields: Fields) -> Access:
    """Who may read. Where the key stands and says neither word, or twice, the stricter holds: a slip opens nothing."""
    if "access" not in fields.values:
        return "public"
    text, twice = fields.text("access"), "access" in dict(repeated_keys(fields.node))
    found = None if twice else next((word for word in ACCESS if word == text), None)
    if found is None:
        message = f"access {'stands twice' if twice else f'is {text!r}'}: that does not say who may read."
        remedy = f"Write {' or '.join(ACCESS)}; until then only members read it."
        fields.collector.problem(
            "unknown-access", message, remedy, fields.line("access"), address="settings/access", severity="error"
        )
    return found or "restricted"


def _layout(fields: Fields) -> Layout:
    node = fields.table("layout")
    if node is None:
        return Layout()
    entry = Fields(node, fields.collector, "settings")
    return Layout(
        entry.words("objects"),
        entry.words("categories"),
        entry.text("relationships"),
        entry.text("validators"),
        entry.text("datatypes"),
        entry.words("authorities"),
    )


def _tables(fields: Fields) -> Iterator[RegisteredTable]:
    """The tables that are kept true; of a kind the first counts."""
    seen = set[str]()
    for node in fields.mappings("tables"):
        entry = Fields(node, fields.collector, TABLES)
        path, kind = entry.text("path"), entry.text("kind") or TABLE_KINDS[0]
        known = next((one for one in TABLE_KINDS if one == kind), None)
        if not path or known is None or known in seen:
            what = (
                "no path"
                if not path
                else f"the kind {kind!r}" + ("" if known is None else ", which another has already")
            )
            remedy = f"Give its path in the repository, and as kind one of {', '.join(TABLE_KINDS)}; one table a kind."
            message = f"An entry of tables has {what}."
            entry.collector.problem("bad-table", message, remedy, node.line, address=TABLES, severity="error")
        else:
            seen.add(known)
            yield RegisteredTable(path, known)


def _return(entry: Fields) -> Return:
    stated = entry.text("kind") or RETURN_KINDS[0]
    kind = next((one for one in RETURN_KINDS if one == stated), None)
    if kind is None:
        message = f"The kind of {entry.text('key')} is {stated!r}, which is not known; it is taken for a return."
        remedy = f"Write one of {', '.join(RETURN_KINDS)}."
        entry.collector.problem("unknown-kind", message, remedy, entry.line("kind"), address="settings")
    return Return(
        entry.text("key"), entry.text("title"), _sections(entry), kind or RETURN_KINDS[0], entry.text("meaning")
    )


def _sections(fields: Fields) -> tuple[Term, ...]:
    """Sections of a return: bare keys, or keys with a title; one without a key says nothing."""
    found = [_section(node, fields) for node in fields.nodes("sections")]
    return tuple(section for section in found if section.key)


def _section(node: Node, fields: Fields) -> Term:
    value = resolved(node)
    if isinstance(value, Mapping):
        entry = Fields(value, fields.collector, "settings")
        return Term(entry.text("key"), entry.text("title"))
    if isinstance(value, Scalar) and not value.null:
        return Term(value.value)
    message = "A section of a return is neither a text nor a key with a title; it is left out."
    fields.collector.problem("wrong-shape", message, "Write key: and title:.", node.line, address="settings")
    return Term("")


def _entries(fields: Fields, key: str) -> list[Fields]:
    """The entries of a registry; one without a key, or with a key seen before, is reported and left out."""
    found: dict[str, Fields] = {}
    for node in fields.mappings(key):
        entry = Fields(node, fields.collector, "settings")
        name = entry.text("key")
        if not name or name in found:
            message = f"An entry of {key} has {'a key seen before' if name else 'no key'}."
            fields.collector.problem(
                "bad-registry-entry",
                message,
                "Give each entry a key of its own.",
                node.line,
                address="settings",
                severity="error",
            )
        else:
            found[name] = entry
    return list(found.values())


def _term(entry: Fields) -> Term:
    return Term(entry.text("key"), entry.text("title"), entry.text("description"))


def _cms(entry: Fields) -> Cms:
    dialect = entry.text("dialect") or DEFAULT
    if dialect not in DIALECTS:
        message = f"The dialect {dialect} of {entry.text('key')} is not known."
        remedy = f"Write one of {', '.join(DIALECTS)}."
        entry.collector.problem("unknown-dialect", message, remedy, entry.line("dialect"), address="settings")
    return Cms(entry.text("key"), entry.text("title"), dialect)


def _rules(fields: Fields) -> tuple[SteeringRule, ...]:
    """A rule that is absent is the default; one that is wrong is an error, and the default holds for it."""
    stated = _stated(fields, "rules")
    if stated is None:
        return DEFAULT_RULES
    for unknown in stated.values.keys() - set(STEERED_CLASSES):
        _bad_rule(stated, unknown, f"{unknown!r} is no class of change.", f"Write {', '.join(STEERED_CLASSES)}.")
    pairs = zip(STEERED_CLASSES, DEFAULT_RULES, strict=True)
    return tuple(_rule(stated, change_class, default) for change_class, default in pairs)


def _rule(stated: Fields, change_class: ChangeClass, default: SteeringRule) -> SteeringRule:
    entry = _stated(stated, change_class)
    if entry is None:
        return default
    for unknown in entry.values.keys() - {*NUMBERS, BLOCKS}:
        _bad_rule(entry, unknown, f"{unknown!r} is no part of a rule.", f"Write {', '.join((*NUMBERS, BLOCKS))}.")
    numbers = {key: _number(entry, key, getattr(default, key)) for key in NUMBERS}
    return SteeringRule(change_class, objection_blocks=_blocks(entry), **numbers)


def _stated(fields: Fields, key: str) -> Fields | None:
    """The keys and values under a key; None where the key is absent, or holds something else, which is an error."""
    if key not in fields.values:
        return None
    node = resolved(fields.values[key])
    if isinstance(node, Mapping):
        return Fields(node, fields.collector, RULES)
    _bad_rule(fields, key, f"{key} holds no keys and values.", "Write them; until then the default rules hold.")
    return None


def _number(entry: Fields, key: str, default: int) -> int:
    """A threshold is at least 1: where nobody has to agree, nobody governs. Days may be 0."""
    if key not in entry.values:
        return default
    least, text = (1 if key in THRESHOLDS else 0), entry.text(key)
    if text.isascii() and text.isdigit() and len(text) < 5 and least <= int(text) <= LARGEST:
        return int(text)
    message = f"The rule {key} is {text!r}, not a whole number from {least} to {LARGEST}."
    _bad_rule(entry, key, message, f"Write a whole number; until then {default} holds.")
    return default


def _blocks(entry: Fields) -> bool:
    text = entry.text(BLOCKS)
    if BLOCKS in entry.values and text.lower() not in TRUE | FALSE:
        _bad_rule(entry, BLOCKS, f"The rule {BLOCKS} is {text!r}.", "Write true or false; until then true holds.")
    return text.lower() not in FALSE


def _bad_rule(fields: Fields, key: str, message: str, remedy: str) -> None:
    fields.collector.problem("bad-rule", message, remedy, fields.line(key), address=RULES, severity="error")
