"""The answers that a document offers: the entries of its registries, its lists, items and keys, under their titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from changes_app.proposals.forms.asking import About, Options, Pairs, Part
from specs_app.document.authorities import KIND_WORDS, KINDS_LEFT_OUT, STAGES
from specs_app.document.dialects import DIALECTS
from specs_app.document.edits.relationships import RELATIONS
from specs_app.document.identity import COLOURS
from specs_app.document.names import category_title, object_title
from specs_app.document.types import ACCESS, SENSITIVITIES, STEERED_CLASSES, DataObject, Item, item_key
from specs_app.document.validation import OWN_KEYS
from specs_app.publishing.pages.authorities import STAGE_WORDS
from specs_app.publishing.pages.wording import SENSITIVITY_WORDS

RELATION_WORDS = {
    "1:M": "Each parent has many children",
    "1:1": "Each parent has one child",
    "M:1": "Many parents have one child",
    "M:M": "Many parents have many children",
}
ACCESS_WORDS = {
    "public": "Everybody, without signing in",
    "restricted": "Only people who were let in, on every page, download and address",
}
CLASS_WORDS = {
    "editorial": "Words only (editorial)",
    "compatible": "Additions that break nothing (compatible)",
    "breaking": "Changes that councils must act on (breaking)",
}


def domains(about: About) -> Pairs:
    return [(term.key, term.title or term.key) for term in about.document.settings.domains]


def near_domains(about: About) -> Pairs:
    """The domains of the object that the edit is about; all where it has none yet."""
    entry = object_of(about)
    known = dict(domains(about))
    return [(key, known.get(key, key)) for key in entry.domains] if entry and entry.domains else list(known.items())


def returns(about: About) -> Pairs:
    return [(entry.key, entry.title or entry.key) for entry in about.document.settings.returns]


def return_kinds(_about: About) -> Pairs:
    """What an entry may be beside a return."""
    return [("stage", "A stage of the standard, which items are at")]


def return_places(about: About) -> Pairs:
    """Each return, and each of its sections."""
    found: Pairs = []
    for entry in about.document.settings.returns:
        sections = [
            (f"{entry.key}/{section.key}", f"{entry.key}: {section.title or section.key}") for section in entry.sections
        ]
        found += [(entry.key, f"{entry.key}: no section"), *sections]
    return found


def table_columns(about: About) -> Pairs:
    """The columns of the registered table that no file speaks of."""
    return [(column, column) for column in about.document.table_columns]


def systems(about: About) -> Pairs:
    return [(cms.key, cms.title or cms.key) for cms in about.document.settings.cms]


def statuses(about: About) -> Pairs:
    return [(term.key, _coded(term.title, term.key)) for term in about.document.settings.statuses]


def _coded(title: str, key: str) -> str:
    return f"{title} ({key})" if title and title != key else key


def categories(about: About) -> Pairs:
    return [(category.name, category_title(category.name)) for category in about.document.categories]


def types(about: About) -> Pairs:
    """The types that items are written with, the most used first; behind them the others of the registry. Each stands once, as it
    is written most often: ``Datetime`` is no other type than ``datetime``."""
    used = Counter(item.type for _, item in about.document.items() if item.type)
    common = sorted(used, key=lambda word: (-used[word], word))
    known: dict[str, str] = {}
    for word in (*common, *(entry.key for entry in about.document.settings.datatypes)):
        known.setdefault(word.casefold(), word)
    return [(word, word) for word in known.values()]


def validators(about: About) -> Pairs:
    """The registered validators; where there is no registry those that items name. Two are questions of their own."""
    registered = [entry.key for entry in about.document.settings.validators]
    used = sorted({entry.validator for _, item in about.document.items() for entry in item.validators})
    return [(key, key) for key in registered or used if key not in OWN_KEYS]


def sensitivities(_about: About) -> Pairs:
    return [(key, SENSITIVITY_WORDS[key]) for key in SENSITIVITIES]


def relations(_about: About) -> Pairs:
    return [(key, f"{RELATION_WORDS[key]} ({key})") for key in RELATIONS]


def dialects(_about: About) -> Pairs:
    return list(DIALECTS.items())


def colours(_about: About) -> Pairs:
    return [(key, key.capitalize()) for key in COLOURS]


def accesses(_about: About) -> Pairs:
    return [(key, ACCESS_WORDS[key]) for key in ACCESS]


def join_types(about: About) -> Pairs:
    return [(word, word) for word in sorted({item.join_type for _, item in about.document.items()} - {""})]


def keys(about: About) -> Pairs:
    """Items that a foreign key may point at."""
    found = (f"{entry.name}.{item.name}" for entry, item in about.document.items() if item.primary_key)
    return [(name, name) for name in found]


def object_of(about: About) -> DataObject | None:
    """The object that the edit is about, or that its item belongs to."""
    found = about.document.item_by_ref.get(about.target)
    return found[0] if found else about.document.object_by_name.get(about.target)


def own_items(about: About) -> Pairs:
    """The items of the object that the edit is about, by reference; the item itself is none of them."""
    entry = object_of(about)
    pairs = [(item_key(entry, item), _item_words(item)) for item in entry.items] if entry else []
    return [pair for pair in pairs if pair[0] != about.target]


def _item_words(item: Item) -> str:
    return f"{item.name}, {item.item_ref}" if item.item_ref else item.name


def own_names(about: About) -> Pairs:
    """The items of the object by the names that relationships use."""
    entry = object_of(about)
    return [(f"{entry.name}.{item.name}", item.name) for item in entry.items] if entry else []


def own_codes(about: About) -> Pairs:
    """The codes of the list that the edit is about; the code itself is none of them."""
    name, _, code = about.target.partition("/")
    category = about.document.category_by_name.get(name)
    values = category.values if category else ()
    return [(entry.value, _described(entry.value, entry.description)) for entry in values if entry.value != code]


def _described(key: str, words: str) -> str:
    short = words if len(words) <= 80 else f"{words[:79]}…"
    return f"{key}: {short}" if short else key


def _items(about: About) -> Pairs:
    return [(item_key(entry, item), f"{entry.name}.{item.name}") for entry, item in about.document.items()]


def _objects(about: About) -> Pairs:
    prefix = about.document.settings.table_prefix
    return [(entry.name, object_title(entry, prefix)) for entry in about.document.objects]


def _codes(about: About) -> Pairs:
    """The codes of one list where it is known which, else of all."""
    name = about.target.partition("/")[0]
    lists = [entry for entry in about.document.categories if entry.name == name] or about.document.categories
    return [
        (f"{entry.name}/{code.value}", _described(code.value, code.description))
        for entry in lists
        for code in entry.values
    ]


def relationships(about: About) -> Pairs:
    """The relationships of one object where it is known which, else all; each by its address."""
    end = about.document.object_by_name.get(about.target)
    found = [
        link for link in about.document.relationships if not end or end.name in (link.child_object, link.parent_object)
    ]
    return [
        (
            f"{link.child_object}.{link.child_item}>{link.parent_object}.{link.parent_item}",
            f"{link.child_object}.{link.child_item} points at {link.parent_object}.{link.parent_item}",
        )
        for link in found
    ]


def _validators(about: About) -> Pairs:
    return [(entry.key, _described(entry.key, entry.description)) for entry in about.document.settings.validators]


def _datatypes(about: About) -> Pairs:
    return [(entry.key, _described(entry.key, entry.description)) for entry in about.document.settings.datatypes]


def _entries_of(registry: str) -> Options:
    """The entries of a registry that scripts read, called as differences call them."""
    return lambda about: [(entry.key, entry.key) for entry in getattr(about.document.settings, registry)]


def _classes(_about: About) -> Pairs:
    return [(key, CLASS_WORDS[key]) for key in STEERED_CLASSES]


def _bodies(about: About) -> Pairs:
    """The hand-written bodies."""
    return [(extract.target, body_words(about, extract.target)) for extract in about.document.extracts]


def body_words(about: About, target: str) -> str:
    """``Larchway Casework for ysd_team``, whether there is such a body or not."""
    cms, _, rest = target.partition("/")
    name, _, variant = rest.partition("/")
    build = f", build {variant}" if variant else ""
    return f"{dict(systems(about)).get(cms, cms)} for {name}{build}"


def systems_with_builds(about: About) -> Pairs:
    """The systems, each with its local builds behind it (``system/build``)."""
    return [pair for key, title in systems(about) for pair in [(key, title), *_builds(about, key, title)]]


def _builds(about: About, cms: str, title: str) -> Pairs:
    found = dict.fromkeys(entry.variant for entry in about.document.extracts if entry.cms == cms and entry.variant)
    return [(f"{cms}/{variant}", f"{title}, local build {variant}") for variant in found]


def objects_with_builds(about: About) -> Pairs:
    """The objects; those with a body of the system for a local build again with that (``object/build``)."""
    found: dict[str, list[str]] = {}
    for entry in about.document.extracts:
        if entry.cms == about.target and entry.variant:
            found.setdefault(entry.object, []).append(entry.variant)
    return [pair for name, title in _objects(about) for pair in [(name, title), *_of_builds(name, title, found)]]


def _of_builds(name: str, title: str, found: Mapping[str, list[str]]) -> Pairs:
    return [(f"{name}/{variant}", f"{title}, local build {variant}") for variant in found.get(name, ())]


def _authorities(about: About) -> Pairs:
    return [(entry.code, f"{entry.title} ({entry.code})") for entry in about.document.authorities]


def stages(_about: About) -> Pairs:
    return [(key, STAGE_WORDS[key]) for key in STAGES]


def system_names(about: About) -> Pairs:
    """Systems by the names that people read, as files of authorities write them."""
    return [(cms.title or cms.key, cms.title or cms.key) for cms in about.document.settings.cms]


def kinds_left_out(_about: About) -> Pairs:
    return [(kind, KIND_WORDS[kind].capitalize()) for kind in KINDS_LEFT_OUT]


def objects(about: About) -> Pairs:
    return _objects(about)


def left_out(about: About) -> Pairs:
    """The objects that the authority leaves out."""
    found = about.document.authority_by_code.get(about.target)
    return [(name, name) for name in found.left_out_objects] if found else []


#: Which parts of each kind there are. What is about the standard as a whole has no choice.
PARTS: dict[Part, Callable[[About], Pairs]] = {
    "item": _items,
    "object": _objects,
    "relationship": relationships,
    "category": categories,
    "value": _codes,
    "return": returns,
    "system": systems,
    "domain": domains,
    "status": statuses,
    "validator": _validators,
    "datatype": _datatypes,
    "parameter": _entries_of("parameters"),
    "join": _entries_of("joins"),
    "row_scope": _entries_of("row_scopes"),
    "lookup": _entries_of("lookups"),
    "rule": _classes,
    "extract": _bodies,
    "authority": _authorities,
}
WHICH: dict[Part, str] = {
    "item": "Which item?",
    "object": "Which object?",
    "relationship": "Which relationship?",
    "category": "Which code list?",
    "value": "Which code?",
    "return": "Which return?",
    "system": "Which case management system?",
    "domain": "Which domain?",
    "status": "Which status?",
    "validator": "Which validator?",
    "datatype": "Which data type?",
    "parameter": "Which parameter?",
    "join": "Which join?",
    "row_scope": "Which row scope?",
    "lookup": "Which look-up?",
    "rule": "Which kind of change?",
    "extract": "Which SQL?",
    "authority": "Which authority?",
}


def known(part: Part, about: About) -> bool:
    """Whether the target names a part of that kind."""
    return part not in PARTS or about.target in dict(PARTS[part](about))


def titled(part: Part, about: About) -> str:
    """What the part is called on pages; its key where it is not known."""
    if part in ("item", "object", "category", "validator", "datatype"):
        return about.target
    if part == "extract":
        return body_words(about, about.target) if about.target else ""
    words = dict(PARTS[part](about)).get(about.target, about.target) if part in PARTS else about.target
    return words if part != "value" else f"{about.target.rpartition('/')[2]} of {about.target.partition('/')[0]}"


def system(about: About) -> str:
    """The title of the system, or of the object of a system, that was chosen; "a system" or "an object" before one is."""
    systems = dict(systems_with_builds(about))
    known = {**systems, **dict(objects_with_builds(about))}
    return known.get(about.chosen, "an object" if about.target in systems else "a system")
