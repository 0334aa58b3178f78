"""Random documents, and for each random edits that fit it: one of every action.

A strategy that asks nothing of a document is made once: Hypothesis looks through each new one before it draws from it, which cost
more than the drawing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from hypothesis import strategies as st

from specs_app.document import text_rules
from specs_app.document.authorities import KINDS_LEFT_OUT, OBJECT_KINDS_LEFT_OUT, STAGES, Authority, LocalName
from specs_app.document.edits import Edit, suggest_reference
from specs_app.document.extract_settings import Join, Lookup, RowScope, ScriptParameter
from specs_app.document.extracts import Extract
from specs_app.document.types import (
    ACCESS,
    SENSITIVITIES,
    Category,
    CategoryValue,
    Cms,
    CmsMapping,
    DataObject,
    Document,
    Item,
    Layout,
    Relationship,
    Return,
    ReturnMapping,
    Settings,
    Term,
    item_key,
)
from specs_app.document.validation import Argument, DataType, Validation, Validator

HOSTILE = (
    *("Yes", "no", "on", "012", "0o14", "1e3", "1_000", "null", "~", "true", "2026-11-21", "12:30", "=cmd()"),
    *("<script>", "a: b", "# not a comment", "text # with hash", "- dash", "? key", "&anchor", "*alias", "!tag"),
    *("%percent", "@at", "`tick`", '"quoted"', "'single'", "it's", "back\\slash", "{brace", "[bracket", "a, b"),
    *(" leading", "trailing ", "a:", "|", ">", "---", "naïve café", "\N{GRINNING FACE}", "日本語", "a\u00a0b"),
    *("e\u0301", "מילה", "<<", "=", ".", "..."),
)
HOSTILE_LINES = (
    "one\ntwo",
    "one\n\nthree\n",
    "\nfirst",
    "  indented\n  more",
    "a\tb",
    "tail \nnext",
    "a: b\n# c\n- d",
    "\n",
)
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn")).filter(
    lambda char: not text_rules.FORBIDDEN.search(char)
)

TYPES = ("nvarchar", "nchar", "int", "date", "datetime", "bit", "float", "NVARCHAR")
SYSTEMS, RETURNS, DOMAINS, STATUSES = (
    ("alpha", "beta", "gamma"),
    ("CIN", "RIIA"),
    ("identity", "places"),
    ("B", "D", "R"),
)
SETTINGS = Settings(
    title="Trial",
    prefix="TRY",
    table_prefix="try_",
    version="1.0.0",
    layout=Layout(("data/objects",), ("data/categories",), "data/objects/relationships.yml"),
    cms=tuple(Cms(key, key.title()) for key in SYSTEMS),
    returns=tuple(Return(key, f"{key} return", (Term("Part 1"), Term("Part 2", "The second"))) for key in RETURNS),
    domains=tuple(Term(key, key.title()) for key in DOMAINS),
    statuses=tuple(Term(key, f"Status {key}") for key in STATUSES),
    validators=(
        Validator("required", "Filled.", (Argument("enabled", "boolean"),)),
        Validator("longest", "So many characters.", (Argument("characters", "integer", help="How many."),)),
        Validator("behind", args=(Argument("items", "array", "string"),)),
        Validator("spare"),
    ),
    datatypes=(DataType("year", "A year.", extends="integer"), DataType("spare")),
    parameters=(ScriptParameter("years", "integer", "6", "How far back."),),
    joins=(Join(SYSTEMS[0], "dbo.[A B]", "C", (("no", "yes"),), at_most_one=True),),
    row_scopes=(RowScope("try_a", none_because="Few: all are needed."),),
    lookups=(Lookup("AAAA001A", SYSTEMS[0], (("012", "1"), ("no", "a: b"))),),
)

SECTIONS = st.just(["Part 1", {"key": "Part 2", "title": "no"}, {"key": "Part 3", "title": None}])

#: One of these, made once for each of them.
one_of_these = cache(st.sampled_from)
BOOLEANS = st.booleans()

Action = Callable[[Document], "st.SearchStrategy[Edit] | None"]


@cache
def lines(*, least: int = 0) -> st.SearchStrategy[str]:
    """One line of text, often one that YAML or a page could take for something else."""
    return st.one_of(st.sampled_from(HOSTILE), st.text(CHARACTERS, min_size=least, max_size=12))


@cache
def prose() -> st.SearchStrategy[str]:
    """Text of several lines."""
    return st.one_of(st.sampled_from(HOSTILE_LINES), lines(), st.lists(lines(), max_size=3).map("\n".join))


@cache
def names(prefix: str = "") -> st.SearchStrategy[str]:
    """A name; some are words that YAML 1.1 takes for a truth value."""
    words = st.one_of(
        st.sampled_from(("no", "on", "yes", "null", "y")), st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
    )
    return words.map(lambda word: prefix + word)


@cache
def subsets(options: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(options), unique=True, max_size=len(options)).map(tuple)


@cache
def some(of: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Different ones."""
    return st.lists(of, unique=True, min_size=least, max_size=most)


@cache
def days() -> st.SearchStrategy[str]:
    return st.sampled_from(("", "2024-04-01", "2025-03-31"))


# --- documents -------------------------------------------------------------------------------------------------------------


@cache
def mappings() -> st.SearchStrategy[tuple[CmsMapping, ...]]:
    return subsets(SYSTEMS).flatmap(_mapped)


@cache
def _mapped(keys: tuple[str, ...]) -> st.SearchStrategy[tuple[CmsMapping, ...]]:
    return st.tuples(*(_mapping(key) for key in sorted(keys)))


@cache
def _mapping(cms: str) -> st.SearchStrategy[CmsMapping]:
    return st.builds(
        CmsMapping,
        cms=st.just(cms),
        table=st.sampled_from(("", "try_kite", "PEOPLE")),
        field=st.sampled_from(("", "kite_id")),
        source=st.sampled_from(("", "PEOPLE.ID")),
        status=st.sampled_from(("", *STATUSES)),
        note=lines(),
    )


@cache
def validations() -> st.SearchStrategy[tuple[Validation, ...]]:
    """Validators as a file may state them, one of them perhaps twice."""
    longest = st.builds(
        Validation,
        st.just("longest"),
        st.sampled_from(((), (("characters", "012"),))),
        st.sampled_from(("", "CIN 8620")),
    )
    # An argument without a name beside the rule of a return is refused by the writer: no file can be edited there by position.
    bare = st.just(Validation("longest", (("", "20"),)))
    behind = st.just(Validation("behind", (("items", ("TA001A", "no")),)))
    return st.lists(st.one_of(longest, bare, behind), max_size=3).map(tuple)


@st.composite
def items(draw: st.DrawFn, reference: str, name: str, categories: tuple[str, ...] = ()) -> Item:
    """An item of that reference and name."""
    returns = draw(subsets(RETURNS))
    places = tuple(ReturnMapping(key, "Part 1", draw(lines(least=1))) for key in returns if draw(BOOLEANS))
    return Item(
        reference,
        name,
        description=draw(prose()),
        type=draw(one_of_these(TYPES)),
        guidance=draw(prose()),
        max_field_size=draw(one_of_these(("", "1", "48", "MAX"))),
        primary_key=draw(BOOLEANS),
        required=draw(BOOLEANS),
        unique=draw(BOOLEANS),
        validators=draw(validations()),
        domains=draw(subsets(DOMAINS)),
        returns=returns,
        returns_map=places,
        cms=draw(mappings()),
        category=draw(one_of_these(("", *categories))),
        expected_data=draw(lines()),
        status=draw(one_of_these(("", *STATUSES))),
        sensitivity=draw(one_of_these(("", *SENSITIVITIES))),
    )


@st.composite
def categories(draw: st.DrawFn, name: str) -> Category:
    """A code list of that name."""
    codes = draw(some(lines(least=1), 1, 4))
    return Category(name, tuple(CategoryValue(code, draw(prose()), draw(days())) for code in codes))


@st.composite
def objects(draw: st.DrawFn, number: int, name: str, lists: tuple[str, ...]) -> DataObject:
    """An object of that name; its references begin with a letter for its number."""
    found = draw(some(names(), 1, 4))
    prefix = f"T{chr(ord('A') + number)}"
    entries = [draw(items(f"{prefix}{place:03d}A", word, lists)) for place, word in enumerate(found, 1)]
    return DataObject(name, tuple(entries))


@cache
def authorities() -> st.SearchStrategy[tuple[Authority, ...]]:
    """At most two, by code."""
    one = st.builds(
        Authority,
        code=st.sampled_from(("332", "012", "no")),
        name=bare_lines(),
        stage=st.sampled_from(STAGES),
        system=st.sampled_from(("", "Alpha", "no")),
        version=st.sampled_from(("", "11.0.0", "2014")),
        parameters=st.sampled_from(((), (("years", "5"), ("months", "012")))),
        target_schema=st.sampled_from(("", "own")),
        temporary=BOOLEANS,
        left_out_kinds=st.sampled_from(((), ("test",), tuple(KINDS_LEFT_OUT))),
        left_out=st.sampled_from(((), (("create_pk", ("try_gone", "no")),))),
        local_names=st.sampled_from(((), (LocalName(item_ref="TA001A", type="nchar", size="6"),))),
    )
    found = st.lists(one, max_size=2, unique_by=lambda entry: entry.code)
    return found.map(lambda entries: tuple(sorted(entries, key=lambda entry: entry.code)))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A small specification in which everything fits together."""
    lists = tuple(sorted(draw(some(names(), 0, 2))))
    found = sorted(draw(some(names("try_"), 1, 3)))
    document = Document(
        SETTINGS,
        tuple(draw(objects(number, name, lists)) for number, name in enumerate(found)),
        tuple(draw(categories(name)) for name in lists),
        authorities=draw(authorities()),
    )
    return replace(document, relationships=draw(links(document)), extracts=draw(extracts(tuple(found))))


@st.composite
def extracts(draw: st.DrawFn, names: tuple[str, ...]) -> tuple[Extract, ...]:
    """At most two bodies, for some objects and systems."""
    keys = st.tuples(st.sampled_from(SYSTEMS), st.sampled_from(names), st.sampled_from(("", "copy")))
    return tuple(Extract(*key, draw(bodies())) for key in sorted(draw(st.sets(keys, max_size=2))))


@st.composite
def links(draw: st.DrawFn, document: Document) -> tuple[Relationship, ...]:
    """At most one foreign key an item, each to another item of the document."""
    ends = [(entry.name, item.name) for entry, item in document.items()]
    pairs = draw(
        st.lists(st.tuples(st.sampled_from(ends), st.sampled_from(ends)), max_size=2, unique_by=lambda pair: pair[0])
    )
    found = [Relationship(*parent, *child) for child, parent in pairs if child != parent]
    return tuple(sorted(found, key=lambda link: (link.child_object, link.child_item)))


# --- edits -----------------------------------------------------------------------------------------------------------------


def _references(document: Document) -> list[str]:
    return [item_key(entry, item) for entry, item in document.items()]


def item_values(document: Document) -> st.SearchStrategy[dict[str, Any]]:
    """Some values of an item, in REST names; null clears."""
    lists = [category.name for category in document.categories]
    ends = [{"object": entry.name, "item": item.name} for entry, item in document.items()]
    return st.fixed_dictionaries(
        {},
        optional={
            "description": st.one_of(st.none(), prose()),
            "guidance": st.one_of(st.none(), prose()),
            "type": st.sampled_from(TYPES),
            "max_field_size": st.sampled_from((None, "20", 100, "MAX")),
            "primary_key": st.booleans(),
            "required": st.sampled_from((True, False, None)),
            "unique": st.booleans(),
            "domains": subsets(DOMAINS).map(list),
            "validators": st.one_of(st.none(), st.lists(st.one_of(limits(), conditions()), max_size=3)),
            "returns": st.lists(st.one_of(st.sampled_from(RETURNS), places()), max_size=2),
            "category": st.sampled_from((None, *lists)),
            "expected_data": st.one_of(st.none(), lines()),
            "join_type": st.sampled_from((None, "LEFT")),
            "status": st.sampled_from((None, *STATUSES)),
            "sensitivity": st.sampled_from((None, *SENSITIVITIES)),
            "synthetic": st.one_of(st.none(), st.just({"shape": "uniform", "low": "012"})),
            "deprecated": st.one_of(st.none(), st.just({"since": "1.1", "replaced_by": "TA001A"})),
            "foreign_key": st.sampled_from((None, *ends)),
        },
    )


@cache
def limits() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"validator": st.just("longest"), "values": st.just({"characters": 20})}, optional={"rule": lines(least=1)}
    )


@cache
def conditions() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"validator": st.just("behind"), "values": st.just({"items": ["TA001A", "null"]})})


@cache
def places() -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(
        {"return": st.sampled_from(RETURNS)},
        optional={"section": st.sampled_from(("Part 1", "Part 2")), "reference": lines(least=1)},
    )


def _free(document: Document) -> st.SearchStrategy[str]:
    used = {item.name for _, item in document.items()}
    return names("new_").filter(lambda name: name not in used)


def _free_object(document: Document) -> st.SearchStrategy[str]:
    return names("try_new_").filter(lambda name: name not in document.object_by_name)


def _free_list(document: Document) -> st.SearchStrategy[str]:
    return names("new_").filter(lambda name: name not in document.category_by_name)


@st.composite
def added_items(draw: st.DrawFn, document: Document) -> Edit:
    entry = draw(st.sampled_from(document.objects))
    values = {**draw(item_values(document)), "name": draw(_free(document)), "type": draw(st.sampled_from(TYPES))}
    values["cms"] = list(draw(subsets(SYSTEMS)))
    if draw(st.booleans()):
        values["item_ref"] = suggest_reference(document, entry.name)
    if draw(st.booleans()):
        values["after"] = draw(st.sampled_from(["", *(item.item_ref for item in entry.items)]))
    return Edit("add_item", entry.name, values)


@st.composite
def changed_items(draw: st.DrawFn, document: Document) -> Edit:
    values = draw(item_values(document))
    if draw(st.booleans()):
        values["name"] = draw(_free(document))
        values.pop("foreign_key", None)  # it might name the item itself, by the name it had
    return Edit("change_item", draw(st.sampled_from(_references(document))), values)


@st.composite
def moved_items(draw: st.DrawFn, document: Document) -> Edit:
    entry = draw(st.sampled_from([entry for entry in document.objects if len(entry.items) > 1]))
    item = draw(st.sampled_from(entry.items))
    others = [other.item_ref for other in entry.items if other is not item]
    return Edit("move_item", item.item_ref, {"after": draw(st.sampled_from([*others, "", None]))})


@st.composite
def mapped_items(draw: st.DrawFn, document: Document) -> Edit:
    words = {key: st.one_of(st.none(), lines()) for key in ("table", "field", "source", "note")}
    builds = st.sampled_from((None, {"A copy": "PEOPLE.NAME"}))
    optional = {**words, "status": st.sampled_from((None, *STATUSES)), "marked": st.booleans(), "variants": builds}
    values = draw(st.fixed_dictionaries({"cms": st.sampled_from(SYSTEMS)}, optional=optional))
    return Edit("map_item", draw(st.sampled_from(_references(document))), values)


@cache
def bare_lines() -> st.SearchStrategy[str]:
    """Texts without a blank at either end, as codes are."""
    return lines(least=1).filter(lambda text: text == text.strip())


@st.composite
def coded_values(draw: st.DrawFn, category: Category, *, new: bool) -> dict[str, Any]:
    used = {value.value for value in category.values}
    free = bare_lines().filter(lambda text: text not in used)
    optional = {"description": st.one_of(st.none(), prose()), "valid_from": days(), "valid_to": st.just("2026-01-31")}
    values: dict[str, Any] = draw(st.fixed_dictionaries({}, optional=optional))
    if new or draw(st.booleans()):
        values["value"] = draw(free)
    if draw(st.booleans()):
        values["after"] = ""
    return values


@st.composite
def added_values(draw: st.DrawFn, document: Document) -> Edit:
    category = draw(st.sampled_from(document.categories))
    return Edit("add_value", category.name, draw(coded_values(category, new=True)))


@st.composite
def changed_values(draw: st.DrawFn, document: Document) -> Edit:
    category = draw(st.sampled_from(_filled(document)))
    code = draw(st.sampled_from(category.values)).value
    values = draw(coded_values(category, new=False))
    others = sorted({value.value for value in category.values} - {code, ""})
    if others and draw(st.booleans()):
        values["replaced_by"] = draw(st.lists(st.sampled_from(others), unique=True, max_size=2))
    return Edit("change_value", f"{category.name}/{code}", values)


@st.composite
def removed_values(draw: st.DrawFn, document: Document) -> Edit:
    category = draw(st.sampled_from(_filled(document)))
    return Edit("remove_value", f"{category.name}/{draw(st.sampled_from(category.values)).value}")


def removed_objects(document: Document) -> st.SearchStrategy[Edit] | None:
    pointed = {link.parent_object for link in document.relationships if link.parent_object != link.child_object}
    free = [entry.name for entry in document.objects if entry.name not in pointed]
    return st.sampled_from(free).map(lambda name: Edit("remove_object", name)) if free else None


def removed_items(document: Document) -> st.SearchStrategy[Edit] | None:
    free = [
        item_key(entry, item) for entry, item in document.items() if (entry.name, item.name) not in document.children_of
    ]
    return st.sampled_from(free).map(lambda reference: Edit("remove_item", reference)) if free else None


def removed_lists(document: Document) -> st.SearchStrategy[Edit] | None:
    used = {item.category for _, item in document.items()}
    free = [category.name for category in document.categories if category.name not in used]
    return st.sampled_from(free).map(lambda name: Edit("remove_category", name)) if free else None


@st.composite
def added_relationships(draw: st.DrawFn, document: Document) -> Edit:
    free = [
        (entry.name, item.name)
        for entry, item in document.items()
        if (entry.name, item.name) not in document.parents_of
    ]
    child = draw(st.sampled_from(free))
    parent = draw(st.sampled_from([(entry.name, item.name) for entry, item in document.items()]))
    ends = {"child_object": child[0], "child_item": child[1], "parent_object": parent[0], "parent_item": parent[1]}
    return Edit("add_relationship", "", {**ends, "relation": draw(st.sampled_from(("1:1", "1:M")))})


def removed_relationships(document: Document) -> st.SearchStrategy[Edit] | None:
    targets = [
        f"{link.child_object}.{link.child_item}>{link.parent_object}.{link.parent_item}"
        for link in document.relationships
    ]
    return st.sampled_from(targets).map(lambda target: Edit("remove_relationship", target)) if targets else None


@cache
def changed_settings() -> st.SearchStrategy[Edit]:
    values = st.fixed_dictionaries(
        {},
        optional={
            "title": lines(),
            "publisher": lines(),
            "description": prose(),
            "short_name": lines().map(lambda text: text[:20]),
            "mark": st.sampled_from(("no", "1", "ABC", "")),
            "colour": st.sampled_from(("teal", "slate", "")),
            "version": st.just("1.1.0"),
            "public_comments": st.booleans(),
            "access": st.sampled_from(ACCESS),
            "domains": st.just([{"key": key, "title": "Known", "description": "a: b"} for key in (*DOMAINS, "more")]),
            "rules": st.just({"editorial": {"approvals": 1, "quorum": 1}}),
            "validators": st.sampled_from(
                (
                    {"spare": None},
                    {
                        "spare": {
                            "description": "a: b\n\nc # d",
                            "args": [{"name": "no", "type": "string", "help": "Yes"}],
                        }
                    },
                    {"new": {}, "longest": {"description": None}},
                )
            ),
            "parameters": st.sampled_from(
                ({"years": {"default": "7"}}, {"since": {"type": "date", "default": "2020-01-31"}})
            ),
            "joins": st.sampled_from(({f"{SYSTEMS[0]}:dbo.[A B]:C": {"columns": {"~": "x # y"}}}, {"alpha:B:C": {}})),
            "row_scopes": st.sampled_from(
                ({"try_a": {"sentinels": ["-1", "no"]}}, {"alpha:try_a": {"years": ":years"}})
            ),
            "lookups": st.sampled_from(({f"{SYSTEMS[0]}:AAAA001A": {"codes": {"": "1", "[x": "2"}}}, {"AAAA001A": {}})),
            "datatypes": st.sampled_from(({"spare": None}, {"year": {"format": "012"}, "no": {"extends": "string"}})),
        },
    )
    return values.map(lambda found: Edit("change_settings", "", found))


@cache
def _returned() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "title": lines(),
            "sections": SECTIONS,
            "kind": st.sampled_from(("stage", "return")),
            "meaning": lines(),
        },
    )


@cache
def bodies() -> st.SearchStrategy[str]:
    """Hand-written bodies, as a file keeps them; some of them no query."""
    written = st.sampled_from(("SELECT p.id AS a FROM people p", "SELECT 1 AS a, NULL AS b", "not SQL at all"))
    return st.tuples(lines(), written).map(lambda parts: f"-- {parts[0]}\n{parts[1]}\n")


@st.composite
def set_extracts(draw: st.DrawFn, document: Document) -> Edit:
    name, build = draw(st.sampled_from(document.objects)).name, draw(st.sampled_from(("", "/copy")))
    return Edit("set_extract", f"{draw(st.sampled_from(SYSTEMS))}/{name}{build}", {"sql": draw(bodies())})


def removed_extracts(document: Document) -> st.SearchStrategy[Edit] | None:
    targets = [extract.target for extract in document.extracts]
    return st.sampled_from(targets).map(lambda target: Edit("remove_extract", target)) if targets else None


def removed_returns(document: Document) -> st.SearchStrategy[Edit] | None:
    used = {name for _, item in document.items() for name in item.returns}
    free = [entry.key for entry in document.settings.returns if entry.key not in used]
    return st.sampled_from(free).map(lambda key: Edit("remove_return", key)) if free else None


@cache
def _objects_values() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={"title": lines(), "description": prose()})


@cache
def _authority_values() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "region": st.one_of(st.none(), bare_lines()),
            "stage": st.sampled_from(STAGES),
            "system": st.one_of(st.none(), bare_lines()),
            "versions": st.sampled_from(({"front_end_vers": "3"}, {"front_end_vers": None})),
            "parameters": st.sampled_from(({"years": 6}, {"years": None, "more": "no"}, {"months": "true"})),
            "source_schema": st.sampled_from((None, "HDM.Child_Social")),
            "target_schema": st.sampled_from((None, "ssd")),
            "temporary": BOOLEANS,
            "temporary_prefix": st.sampled_from((None, "#ssd_")),
            "no_count_on": BOOLEANS,
            "left_out_kinds": subsets(tuple(KINDS_LEFT_OUT)).map(list),
            "left_out": st.sampled_from(({"create_pk": None}, {kind: [] for kind in OBJECT_KINDS_LEFT_OUT})),
            "left_out_objects": st.just([]),
            "local_names": st.sampled_from((None, [{"item_ref": "TA001A", "field": "no", "size": 12}])),
            "header": st.one_of(st.none(), bare_lines()),
        },
    )


@st.composite
def changed_authorities(draw: st.DrawFn, document: Document) -> Edit:
    values = draw(_authority_values())
    if draw(BOOLEANS):
        objects = [entry.name for entry in document.objects]
        values |= {"left_out": {"insert_data": objects, "create_fk": objects[:1]}, "left_out_objects": objects[:1]}
    return Edit("change_authority", draw(st.sampled_from(list(document.authority_by_code))), values)


def _authorities_only(make: Callable[[Document], st.SearchStrategy[Edit]]) -> Action:
    return lambda document: make(document) if document.authorities else None


def _lists_only(make: Callable[[Document], st.SearchStrategy[Edit]]) -> Action:
    return lambda document: make(document) if document.categories else None


def _items_only(make: Callable[[Document], st.SearchStrategy[Edit]]) -> Action:
    return lambda document: make(document) if any(entry.items for entry in document.objects) else None


def _codes_only(make: Callable[[Document], st.SearchStrategy[Edit]]) -> Action:
    return lambda document: make(document) if _filled(document) else None


def _filled(document: Document) -> list[Category]:
    return [category for category in document.categories if category.values]


#: Action: a strategy of edits that fit a document, or None where the document has nothing for it.
EDITS: dict[str, Action] = {
    "add_object": lambda doc: st.builds(Edit, st.just("add_object"), _free_object(doc), _objects_values()),
    "change_object": lambda doc: st.builds(
        Edit,
        st.just("change_object"),
        st.sampled_from([entry.name for entry in doc.objects]),
        st.one_of(_objects_values(), _free_object(doc).map(lambda name: {"name": name})),
    ),
    "remove_object": removed_objects,
    "add_item": added_items,
    "change_item": _items_only(changed_items),
    "remove_item": removed_items,
    "move_item": lambda doc: moved_items(doc) if any(len(entry.items) > 1 for entry in doc.objects) else None,
    "map_item": _items_only(mapped_items),
    "add_category": lambda doc: st.builds(
        Edit,
        st.just("add_category"),
        _free_list(doc),
        st.lists(bare_lines(), unique=True, min_size=1, max_size=3).map(lambda codes: {"values": codes}),
    ),
    "change_category": _lists_only(
        lambda doc: st.builds(
            Edit,
            st.just("change_category"),
            st.sampled_from([category.name for category in doc.categories]),
            _free_list(doc).map(lambda name: {"name": name}),
        )
    ),
    "remove_category": removed_lists,
    "add_value": _lists_only(added_values),
    "change_value": _codes_only(changed_values),
    "remove_value": _codes_only(removed_values),
    "add_relationship": lambda doc: added_relationships(doc) if len(list(doc.items())) > len(doc.parents_of) else None,
    "remove_relationship": removed_relationships,
    "add_return": lambda doc: st.builds(Edit, st.just("add_return"), st.just("NEW1"), _returned()),
    "change_return": lambda doc: st.builds(Edit, st.just("change_return"), st.sampled_from(RETURNS), _returned()),
    "remove_return": removed_returns,
    "set_extract": set_extracts,
    "remove_extract": removed_extracts,
    "change_settings": lambda doc: changed_settings(),
    "add_authority": lambda doc: st.builds(
        lambda name, values: Edit("add_authority", "899", {**values, "name": name}), bare_lines(), _authority_values()
    ),
    "change_authority": _authorities_only(changed_authorities),
    "remove_authority": _authorities_only(
        lambda doc: st.builds(Edit, st.just("remove_authority"), st.sampled_from(list(doc.authority_by_code)))
    ),
}


@st.composite
def edits_for(draw: st.DrawFn, document: Document, actions: tuple[str, ...] = tuple(EDITS)) -> Edit:
    """One edit that fits the document, of any of the actions that it has something for."""
    possible = [found for action in actions if (found := EDITS[action](document)) is not None]
    return draw(st.one_of(possible))
