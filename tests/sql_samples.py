"""Small documents for the tests of the SQL, and random ones with hostile names."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from specs_app.document.types import Cms, CmsMapping, DataObject, Document, Item, Relationship, Settings

SETTINGS = Settings(
    title="Small standard",
    table_prefix="tst_",
    version="2.0",
    cms=(Cms("oak", "Oak Casework", "tsql"), Cms("elm", "Elm Cloud", "postgres")),
)


def held(source: str, note: str = "") -> tuple[CmsMapping, ...]:
    """The same source in both systems."""
    return (CmsMapping("elm", source=source, note=note), CmsMapping("oak", source=source, note=note))


PERSON = DataObject(
    "tst_person",
    (
        Item("P1", "p_id", type="nvarchar", max_field_size="48", primary_key=True, cms=held("people.person_no")),
        Item("P2", "p_born", type="datetime", cms=held("people.born")),
        Item("P3", "p_children", type="int", max_field_size="4", cms=held("people.children")),
        Item("P4", "p_town", type="nvarchar", max_field_size="100", cms=held("addresses.town")),
        Item("P5", "p_care", type="bit", max_field_size="1", cms=held("", "Not held")),
        Item("P6", "p_name", type="nvarchar", cms=held("CONCAT(people.first_name, ' ', people.last_name)")),
    ),
)
VISIT = DataObject(
    "tst_visit",
    (
        Item("V1", "v_id", type="nvarchar", max_field_size="48", primary_key=True, cms=held("crm.visits.visit_no")),
        Item("V2", "v_person_id", type="nvarchar", max_field_size="48", cms=held("crm.visits.person_no")),
        Item("V3", "v_worker_id", type="nvarchar", max_field_size="20", cms=held("crm.visits.worker_no")),
        Item("V4", "v_town", type="nvarchar", max_field_size="100"),
    ),
)
WORKER = DataObject(
    "tst_worker",
    (
        Item("W1", "w_id", type="nvarchar", max_field_size="20", primary_key=True),
        Item("W2", "w_code", type="nvarchar", max_field_size="10", unique=True),
    ),
)
LINKS = (
    Relationship("tst_person", "p_id", "tst_visit", "v_person_id"),
    Relationship("tst_person", "p_town", "tst_visit", "v_town"),
    Relationship("tst_worker", "w_id", "tst_visit", "v_person_id"),
    Relationship("tst_worker", "w_id", "tst_visit", "v_worker_id"),
    Relationship("tst_nothing", "n_id", "tst_visit", "v_worker_id"),
)
DOCUMENT = Document(SETTINGS, (PERSON, VISIT, WORKER), (), LINKS)


def with_object(entry: DataObject) -> Document:
    """The small document with one more object."""
    return replace(DOCUMENT, objects=(*DOCUMENT.objects, entry))


EVIL = (
    "'",
    '"',
    "]",
    "]]",
    "[",
    "`",
    ";",
    "--",
    "/*",
    "*/",
    "\n",
    "\r",
    "\x00",
    "$(x)",
    "\u2028",
    "DROP TABLE people",
    "GO",
    "é",
    "\ud800",
    "\\",
)
evil_text = st.lists(st.sampled_from(EVIL) | st.text(max_size=5), max_size=5).map("".join)
evil_mapping = st.builds(
    lambda source, note, table, field: CmsMapping("elm", source=source, note=note, table=table, field=field),
    st.sampled_from(("people.person_no", "[a]]b].c", "CONCAT(a.b, 'x')", "a.b.c.d")) | evil_text,
    *(evil_text, evil_text, evil_text),
)
evil_items = st.builds(
    Item,
    evil_text,
    st.sampled_from(("k", "a'b", 'a"b', "a]b", "a;b")) | evil_text,
    type=st.sampled_from(("nvarchar", "NCHAR", "int", "datetime", "bit", "binary", "float", "")) | evil_text,
    max_field_size=st.sampled_from(("", "48", "MAX", "0", "99999999999", "-1", "٣")) | evil_text,
    primary_key=st.booleans(),
    unique=st.booleans(),
    cms=st.lists(evil_mapping, max_size=1).map(tuple),
)
KEY_NAMES = ("k", "k'k", 'k"k', "k]k", "k`k", "k;--k", "k/*k", "k*/k", "k\\k", "k'); DROP TABLE bystander; --")
KEY_SOURCES = ("people.person_no", "a.b.c", "[a]]b].[c']", '"x""; y"."z;--"', "[/*].[*/]", "CONCAT(p.q, ';''--')")
evil_keys = st.builds(
    lambda name, source, note: Item(
        name,
        name,
        type="nvarchar",
        max_field_size="48",
        primary_key=True,
        cms=(CmsMapping("elm", source=source, note=note),),
    ),
    *(st.sampled_from(KEY_NAMES), st.sampled_from(KEY_SOURCES), evil_text),
)
evil_objects = st.builds(
    lambda name, keys, items: DataObject(name, (*keys, *items)),
    st.sampled_from(("tst_a", "tst_b", "tst_A", 'tst_"c', "tst_]d", "tst_';--", "other"))
    | evil_text.map("tst_{}".format),
    st.lists(evil_keys, max_size=1),
    st.lists(evil_items.map(lambda item: replace(item, primary_key=False)) | evil_items, max_size=3),
)


@st.composite
def evil_documents(draw: st.DrawFn) -> Document:
    """Documents in which every name, type, size and mapping may be an attack."""
    objects = tuple(draw(st.lists(evil_objects, max_size=4)))
    ends = [(entry.name, item.name) for entry in objects for item in entry.items] + [("x", "y")]
    pairs = draw(st.lists(st.tuples(st.sampled_from(ends), st.sampled_from(ends)), max_size=5))
    settings = replace(SETTINGS, title=draw(evil_text), version=draw(evil_text))
    return Document(settings, objects, (), tuple(Relationship(*parent, *child) for parent, child in pairs))
