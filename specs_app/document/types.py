"""What a specification is: frozen, typed values.

Text that a file leaves out, sets to null or to an empty string reads as ``""``. Names follow the REST contract; the one
exception is an item's ``categories`` key, which is called ``domains`` here because a *category* is a code list.
Every value compares by content, so two documents are equal exactly when they say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from specs_app.document.authorities import Authority
from specs_app.document.dialects import DEFAULT
from specs_app.document.extract_settings import Join, Lookup, RowScope, ScriptParameter
from specs_app.document.extracts import Extract, parts_of
from specs_app.document.validation import DataType, Validation, Validator
from specs_app.document.values import Extra

ChangeClass = Literal["local", "editorial", "compatible", "breaking"]
#: From the mildest to the gravest.
CHANGE_CLASSES: tuple[ChangeClass, ...] = ("local", "editorial", "compatible", "breaking")
#: Those that the steering group decides, by rules that the settings state.
STEERED_CLASSES: tuple[ChangeClass, ...] = ("editorial", "compatible", "breaking")
Access = Literal["public", "restricted"]
ACCESS: tuple[Access, ...] = ("public", "restricted")

#: Kinds of tables that the settings may name: `wide` has a row an item and the columns of the table of data objects.
TableKind = Literal["wide"]
TABLE_KINDS: tuple[TableKind, ...] = ("wide",)

#: What a return of the registry is: one that asks for items, or a stage of the standard that items are at.
ReturnKind = Literal["return", "stage"]
RETURN_KINDS: tuple[ReturnKind, ...] = ("return", "stage")

Sensitivity = Literal["", "none", "personal", "special_category", "identifier"]
SENSITIVITIES = ("none", "personal", "special_category", "identifier")


@dataclass(frozen=True, slots=True)
class CmsMapping:
    """How one case management system holds one item.

    ``marked`` says that the item's ``cms`` list names the system. ``table`` and ``field`` come from ``cms_table`` and
    ``cms_field``; ``source`` (a path ``TABLE.COLUMN`` or an expression), ``status`` (delivery status), ``note`` (text that is no
    path) and ``variants`` (name of a local build of the system, text as given) from ``cms_source``.
    """

    cms: str
    marked: bool = True
    table: str = ""
    field: str = ""
    source: str = ""
    status: str = ""
    note: str = ""
    variants: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnMapping:
    """Where one statutory return asks for one item. ``mark`` is the matrix's own sign (``Y``, ``[Y]``), or empty."""

    name: str
    section: str = ""
    reference: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Deprecation:
    """An item on its way out: since which release, what replaces it, in which release it goes."""

    since: str = ""
    replaced_by: str = ""
    remove_in: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One field of a data object, known by its reference.

    ``returns`` and ``domains`` keep the file's order and repeats. ``cms`` is sorted by system, at most one entry each.
    ``primary_key`` holds when either ``primary_key: true`` or ``constraints: [pk]`` says so; ``constraints`` are the others.
    ``validators`` are those besides ``required`` and ``unique``. ``max_field_size`` is digits, ``MAX`` or empty.
    ``table_cells`` are what the registered table says of it and no file does: texts by the headers of their columns, in the
    table's order. ``metadata`` records the last change; it is no part of the meaning. ``extra`` are keys the portal does not know.
    """

    item_ref: str
    name: str
    description: str = ""
    type: str = ""
    guidance: str = ""
    max_field_size: str = ""
    primary_key: bool = False
    required: bool = False
    unique: bool = False
    constraints: tuple[str, ...] = ()
    validators: tuple[Validation, ...] = ()
    domains: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    returns_map: tuple[ReturnMapping, ...] = ()
    cms: tuple[CmsMapping, ...] = ()
    category: str = ""
    expected_data: str = ""
    join_type: str = ""
    status: str = ""
    sensitivity: str = ""
    synthetic: Extra = ()
    deprecated: Deprecation | None = None
    table_cells: Extra = ()
    metadata: Extra = ()
    extra: Extra = ()

    def mapping(self, cms: str) -> CmsMapping | None:
        """The mapping to one system, or None."""
        return next((entry for entry in self.cms if entry.cms == cms), None)


@dataclass(frozen=True, slots=True)
class DataObject:
    """A table of the standard. ``title`` and ``description`` are the file's own; see ``names.object_title`` for a fallback."""

    name: str
    items: tuple[Item, ...] = ()
    title: str = ""
    description: str = ""
    extra: Extra = ()

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains of its items, each once, in order of appearance."""
        return tuple(dict.fromkeys(domain for item in self.items for domain in item.domains))

    @property
    def main_domain(self) -> str:
        """The domain that most of its items name; the first named where several tie; empty where none is named."""
        counts: dict[str, int] = {}
        for item in self.items:
            for domain in dict.fromkeys(item.domains):
                counts[domain] = counts.get(domain, 0) + 1
        return max(counts, key=lambda key: counts[key], default="")

    @property
    def keys(self) -> tuple[Item, ...]:
        """The items of its primary key."""
        return tuple(item for item in self.items if item.primary_key)


@dataclass(frozen=True, slots=True)
class CategoryValue:
    """One code of a code list: its text as written, never a number or a boolean."""

    value: str
    description: str = ""
    valid_from: str = ""
    valid_to: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Category:
    """A code list. ``name`` is the file's name without its ending."""

    name: str
    values: tuple[CategoryValue, ...] = ()

    @property
    def has_dates(self) -> bool:
        """Whether any of its codes is valid only for a time."""
        return any(value.valid_from or value.valid_to for value in self.values)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A foreign key: the child's item points at the parent's item.

    ``listed`` says that ``relationships.yml`` holds it, ``on_item`` that the child's ``foreign_key`` does; an edit makes both true.
    ``parent_note`` and ``item_note`` are the words written behind either reference, if any.
    """

    parent_object: str
    parent_item: str
    child_object: str
    child_item: str
    relation: str = "1:M"
    listed: bool = True
    on_item: bool = True
    parent_note: str = ""
    item_note: str = ""


@dataclass(frozen=True, slots=True)
class Cms:
    """A case management system and the SQL dialect its reporting database speaks, by its key."""

    key: str
    title: str
    dialect: str = DEFAULT


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a small registry: a domain, an item status or a section of a return. What points at it says its ``key``;
    a section has no ``description``."""

    key: str
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """What an item's ``returns`` may name: a statutory or local return, with its sections in order, or a stage of the standard,
    which says how far the item has come. ``meaning`` says in a sentence what it is, where the title does not.
    """

    key: str
    title: str = ""
    sections: tuple[Term, ...] = ()
    kind: ReturnKind = "return"
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class RegisteredTable:
    """A table in the repository that says of items what the YAML says, and more; it is written in the same commit."""

    path: str
    kind: TableKind = "wide"


@dataclass(frozen=True, slots=True)
class SteeringRule:
    """What the steering group asks before a change of one class is approved. Periods are whole days."""

    change_class: ChangeClass
    approvals: int
    quorum: int
    objection_blocks: bool = True
    consultation_days: int = 0
    final_comment_days: int = 0
    deadline_days: int = 0
    notice_days: int = 0


DEFAULT_RULES = (
    SteeringRule("editorial", approvals=2, quorum=2),
    SteeringRule("compatible", approvals=2, quorum=2),
    SteeringRule("breaking", approvals=3, quorum=3),
)
#: What holds for the settings of one authority, whatever the settings state: one approval by the secretariat.
LOCAL_RULE = SteeringRule("local", approvals=1, quorum=1)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the files of a repository lie: folders below the root, and the files that there is one of."""

    objects: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    relationships: str = ""
    validators: str = ""
    datatypes: str = ""
    authorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """``specification.yml``, or what is inferred where a revision has none.

    ``prefix`` begins the numbers of changes (``SSD`` gives ``SSD-0028``); ``table_prefix`` begins the names of tables (``ssd_``).
    ``tables`` are kept true beside the YAML, at most one of a kind.
    ``access`` says who reads it: everybody, or its members alone. ``validators`` and ``datatypes`` may have files of their own.
    ``parameters``, ``joins``, ``row_scopes`` and ``lookups`` are what scripts need beside the mappings.
    ``short_name``, ``mark`` and ``colour`` are what it is recognised by (`identity`); each may be empty.
    """

    title: str = ""
    publisher: str = ""
    description: str = ""
    short_name: str = ""
    mark: str = ""
    colour: str = ""
    prefix: str = ""
    table_prefix: str = ""
    version: str = ""
    layout: Layout = Layout()
    tables: tuple[RegisteredTable, ...] = ()
    cms: tuple[Cms, ...] = ()
    returns: tuple[Return, ...] = ()
    domains: tuple[Term, ...] = ()
    statuses: tuple[Term, ...] = ()
    validators: tuple[Validator, ...] = ()
    datatypes: tuple[DataType, ...] = ()
    parameters: tuple[ScriptParameter, ...] = ()
    joins: tuple[Join, ...] = ()
    row_scopes: tuple[RowScope, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    rules: tuple[SteeringRule, ...] = DEFAULT_RULES
    public_comments: bool = False
    access: Access = "public"
    extra: Extra = ()

    def rule(self, change_class: ChangeClass) -> SteeringRule:
        """The rule for a class of change; the strictest default where the file has none. That of local changes is fixed."""
        if change_class == LOCAL_RULE.change_class:
            return LOCAL_RULE
        found = (rule for rule in self.rules if rule.change_class == change_class)
        return next(found, DEFAULT_RULES[-1])

    def dialect_of(self, cms: str) -> str:
        """The SQL dialect of a system; that of one that names none where it is not registered."""
        return next((entry.dialect for entry in self.cms if entry.key == cms), DEFAULT)

    @property
    def wide_table(self) -> str:
        """The path of the registered wide table; empty where there is none."""
        return next((table.path for table in self.tables if table.kind == "wide"), "")


@dataclass(frozen=True)
class Document:
    """A whole specification at one revision.

    Objects, their items, categories and values keep the order of the files. Relationships are sorted by child, then parent,
    extracts by system, object and variant, authorities by code, of which none stands twice.
    ``table_columns`` are the columns of the registered table that no file speaks of, also those of which no cell says something.
    The look-ups below are built once, on first use. Where a name or reference is used twice, the first one wins.
    """

    settings: Settings = Settings()
    objects: tuple[DataObject, ...] = ()
    categories: tuple[Category, ...] = ()
    relationships: tuple[Relationship, ...] = field(default=())
    extracts: tuple[Extract, ...] = ()
    table_columns: tuple[str, ...] = field(default=(), compare=False)
    authorities: tuple[Authority, ...] = ()

    def items(self) -> Iterator[tuple[DataObject, Item]]:
        """Every item with its object, in order."""
        return ((entry, item) for entry in self.objects for item in entry.items)

    @cached_property
    def object_by_name(self) -> dict[str, DataObject]:
        return {entry.name: entry for entry in reversed(self.objects)}

    @cached_property
    def domain_of(self) -> dict[str, str]:
        """The main domain of each object, by its name."""
        return {entry.name: entry.main_domain for entry in reversed(self.objects)}

    @cached_property
    def item_by_ref(self) -> dict[str, tuple[DataObject, Item]]:
        """Items by reference; one without a reference is found under ``object.name``."""
        pairs = list(self.items())
        return {item_key(entry, item): (entry, item) for entry, item in reversed(pairs)}

    @cached_property
    def item_by_name(self) -> dict[tuple[str, str], Item]:
        """Items by the names of their object and their own."""
        pairs = list(self.items())
        return {(entry.name, item.name): item for entry, item in reversed(pairs)}

    @cached_property
    def replaced_by(self) -> dict[str, tuple[tuple[DataObject, Item], ...]]:
        """By the reference of what takes their place, the items on their way out."""
        found: dict[str, list[tuple[DataObject, Item]]] = {}
        for entry, item in self.items():
            if item.deprecated and item.deprecated.replaced_by:
                found.setdefault(item.deprecated.replaced_by, []).append((entry, item))
        return {reference: tuple(rows) for reference, rows in found.items()}

    @cached_property
    def category_by_name(self) -> dict[str, Category]:
        return {category.name: category for category in reversed(self.categories)}

    @cached_property
    def category_by_codes(self) -> dict[frozenset[str], Category]:
        """The code lists by the codes they hold, whatever their order."""
        return {frozenset(value.value for value in entry.values): entry for entry in reversed(self.categories)}

    @cached_property
    def return_by_key(self) -> dict[str, Return]:
        """The registry of returns and stages."""
        return {entry.key: entry for entry in reversed(self.settings.returns)}

    @cached_property
    def authority_by_code(self) -> dict[str, Authority]:
        return {authority.code: authority for authority in self.authorities}

    @cached_property
    def extracts_of(self) -> dict[str, tuple[Extract, ...]]:
        """The hand-written bodies of an object, by its name."""
        found: dict[str, tuple[Extract, ...]] = {}
        for extract in self.extracts:
            found[extract.object] = (*found.get(extract.object, ()), extract)
        return found

    @cached_property
    def body_columns(self) -> dict[tuple[str, str], dict[str, str]]:
        """By system and object, what its usual hand-written body makes each column from, by the column's name in small letters."""
        usual = (extract for extract in self.extracts if not extract.variant)
        return {(one.cms, one.object): parts_of(one.sql, self.settings.dialect_of(one.cms)).columns for one in usual}

    @cached_property
    def used_bodies(self) -> dict[tuple[str, str], dict[str, str]]:
        """Those of `body_columns` that scripts take, as far as their columns tell: each is an item, and the whole key is given."""
        return {
            (cms, name): columns
            for (cms, name), columns in self.body_columns.items()
            if (entry := self.object_by_name.get(name)) is not None
            and columns.keys() <= {item.name.casefold() for item in entry.items}
            and columns
            and all(columns.get(key.name.casefold(), "NULL") != "NULL" for key in entry.keys)
        }

    @cached_property
    def extract_by_target(self) -> dict[str, Extract]:
        """The hand-written bodies by what edits and addresses name them."""
        return {extract.target: extract for extract in self.extracts}

    @cached_property
    def parents_of(self) -> dict[tuple[str, str], tuple[Relationship, ...]]:
        """The relationships of a child item, by the names of its object and its own."""
        return _grouped(self.relationships, child=True)

    @cached_property
    def links_of(self) -> dict[str, tuple[Relationship, ...]]:
        """The relationships of an object, on either side, by its name; in their order."""
        found: dict[str, list[Relationship]] = {}
        for link in self.relationships:
            for name in dict.fromkeys((link.parent_object, link.child_object)):
                found.setdefault(name, []).append(link)
        return {name: tuple(links) for name, links in found.items()}

    @cached_property
    def children_of(self) -> dict[tuple[str, str], tuple[Relationship, ...]]:
        """The relationships that point at an item, by the names of its object and its own."""
        return _grouped(self.relationships, child=False)


def item_key(entry: DataObject, item: Item) -> str:
    """An item's reference, or ``object.name`` where it has none."""
    return item.item_ref or f"{entry.name}.{item.name}"


def _grouped(
    relationships: tuple[Relationship, ...], *, child: bool
) -> dict[tuple[str, str], tuple[Relationship, ...]]:
    groups: dict[tuple[str, str], tuple[Relationship, ...]] = {}
    for entry in relationships:
        key = (entry.child_object, entry.child_item) if child else (entry.parent_object, entry.parent_item)
        groups[key] = (*groups.get(key, ()), entry)
    return groups
