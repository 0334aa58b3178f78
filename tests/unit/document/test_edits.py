"""What each edit does to a document, and how it is refused."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from specs_app.document.diff import diff
from specs_app.document.edits import Edit, apply, suggest_reference, with_references
from specs_app.document.extract_renames import body_renamed
from specs_app.document.extracts import Extract
from specs_app.document.types import (
    Category,
    CategoryValue,
    Cms,
    CmsMapping,
    DataObject,
    Deprecation,
    Document,
    Item,
    Relationship,
    Return,
    ReturnMapping,
    Settings,
    Term,
)
from specs_app.document.validity import successors

ID = Item("KITE001A", "kite_id", type="int", primary_key=True)
TAIL = Item(
    "KITE002A",
    "kite_tail",
    type="nvarchar",
    guidance="Old words",
    returns=("CIN", "RIIA"),
    returns_map=(ReturnMapping("CIN", "Part 1", "tail", "Y"), ReturnMapping("SEN2", mark="[Y]")),
    cms=(CmsMapping("alpha", table="KITES", note="Old"),),
    category="colour",
)
PILOT = Item("OWLX001A", "pilot_kite_id", type="int")
DOCUMENT = Document(
    Settings(
        table_prefix="x_",
        cms=(Cms("alpha", "Alpha"), Cms("beta", "Beta")),
        returns=(Return("CIN", sections=(Term("Part 1"), Term("Part 2"))), Return("RIIA"), Return("SEN2")),
        domains=(Term("sky"),),
        statuses=(Term("R"),),
    ),
    (DataObject("x_kite", (ID, TAIL)), DataObject("x_pilot", (PILOT,))),
    (Category("colour", (CategoryValue("1", "Red"), CategoryValue("a/b"))), Category("unused")),
    (Relationship("x_kite", "kite_id", "x_pilot", "pilot_kite_id"),),
)


def done(*edits: tuple[str, str, Mapping[str, Any]], **options: Any) -> Document:
    applied = apply(DOCUMENT, [Edit(*edit) for edit in edits], **options)
    assert applied.problems == ()
    return applied.document


def changed(values: Mapping[str, Any], target: str = "KITE002A") -> Item:
    return done(("change_item", target, values)).item_by_ref[target][1]


def refused(action: str, target: str, values: Any = None) -> list[tuple[str, str]]:
    applied = apply(DOCUMENT, [Edit(action, target, {} if values is None else values)])
    assert applied.document == DOCUMENT
    assert all(problem.message and problem.remedy for problem in applied.problems)
    return [(problem.rule, problem.pointer) for problem in applied.problems]


@pytest.mark.parametrize(
    ("values", "attribute", "value"),
    [
        ({"guidance": None}, "guidance", ""),
        ({"guidance": "a\r\nb\rc"}, "guidance", "a\nb\nc"),
        ({"max_field_size": 48}, "max_field_size", "48"),
        ({"max_field_size": "max"}, "max_field_size", "MAX"),
        ({"max_field_size": None}, "max_field_size", ""),
        ({"required": True}, "required", True),
        ({"required": None}, "required", False),
        ({"domains": ["sky"]}, "domains", ("sky",)),
        ({"deprecated": {"since": "1.4"}}, "deprecated", Deprecation(since="1.4")),
        ({"synthetic": {"low": 1, "flag": True}}, "synthetic", (("low", "1"), ("flag", "true"))),
        ({"returns": ["RIIA"]}, "returns_map", (ReturnMapping("SEN2", mark="[Y]"),)),
        ({"returns": ["CIN", "RIIA"]}, "returns_map", TAIL.returns_map),
        ({"returns": []}, "returns", ()),
        (
            {"returns": [{"return": "CIN", "section": "Part 1", "reference": "new"}]},
            "returns_map",
            (ReturnMapping("SEN2", mark="[Y]"), ReturnMapping("CIN", "Part 1", "new", "Y")),
        ),
    ],
)
def test_item_value_changed_takes_its_form(values: dict[str, Any], attribute: str, value: object) -> None:
    assert getattr(changed(values), attribute) == value


@pytest.mark.parametrize(
    ("values", "rule", "key"),
    [
        ({"guidance": 7}, "wrong-type", "guidance"),
        ({"guidance": "x" * 1_000_000}, "too-long", "guidance"),
        ({"guidance": "a\x00b"}, "forbidden-character", "guidance"),
        ({"guidance": "a\ud800b"}, "forbidden-character", "guidance"),
        ({"guidance": "a\u202eb"}, "forbidden-character", "guidance"),
        ({"guidance": "a\x85b"}, "forbidden-character", "guidance"),
        ({"name": "Kite Id"}, "bad-name", "name"),
        ({"name": "x" * 64}, "bad-name", "name"),
        ({"name": None}, "bad-name", "name"),
        ({"name": "kité"}, "bad-name", "name"),
        ({"name": "kite_id"}, "name-taken", "name"),
        ({"type": "int; DROP TABLE x"}, "bad-type", "type"),
        ({"type": None}, "bad-type", "type"),
        ({"max_field_size": -1}, "bad-size", "max_field_size"),
        ({"max_field_size": 10**5000}, "bad-size", "max_field_size"),
        ({"max_field_size": "٤"}, "bad-size", "max_field_size"),
        ({"max_field_size": True}, "bad-size", "max_field_size"),
        ({"required": "yes"}, "wrong-type", "required"),
        ({"domains": ["sea"]}, "unknown-domain", "domains/0"),
        ({"domains": "sky"}, "wrong-type", "domains"),
        ({"domains": ["sky", "sky"]}, "empty-or-repeated", "domains/1"),
        ({"status": "Z"}, "unknown-status", "status"),
        ({"category": "shape"}, "unknown-category", "category"),
        ({"sensitivity": "secret"}, "unknown-choice", "sensitivity"),
        ({"returns": ["Loca;"]}, "unknown-return", "returns/0"),
        ({"returns": [{"return": "CIN", "section": "Part 9"}]}, "unknown-section", "returns/0/section"),
        ({"foreign_key": {"object": "x_owl", "item": "id"}}, "unknown-item", "foreign_key"),
        ({"foreign_key": "x_kite.kite_id"}, "wrong-type", "foreign_key"),
        ({"synthetic": {"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}}, "too-deep", "synthetic"),
        ({"synthetic": {"a": float("nan")}}, "wrong-type", "synthetic"),
        ({"after": "OWLX001A"}, "unknown-item", "after"),
        ({"item_ref": "KITE009A"}, "unknown-key", "item_ref"),
        ({"a/b~c": 1}, "unknown-key", "a~1b~0c"),
    ],
)
def test_wrong_value_is_refused_where_it_stands(values: dict[str, Any], rule: str, key: str) -> None:
    assert refused("change_item", "KITE002A", values) == [(rule, f"/edits/0/values/{key}")]


@pytest.mark.parametrize(
    ("action", "target", "values", "rule"),
    [
        ("explode", "KITE001A", None, "unknown-action"),
        ("change_item", "NONE001A", None, "unknown-item"),
        ("change_object", "x_owl", None, "unknown-object"),
        ("add_object", "owl", None, "bad-name"),
        ("add_object", "x_kite", None, "name-taken"),
        ("change_object", "x_kite", {"name": "x_pilot"}, "name-taken"),
        ("add_item", "x_kite", {"name": "kite_new"}, "missing-value"),
        ("add_item", "x_kite", {"name": "kite_new", "type": "int", "item_ref": "KITE001A"}, "reference-taken"),
        ("add_item", "x_kite", {"name": "kite_new", "type": "int", "item_ref": "kite1"}, "bad-reference"),
        ("add_item", "x_kite", {"name": "kite_new", "type": "int", "cms": ["gamma"]}, "unknown-cms"),
        ("remove_item", "KITE001A", None, "still-pointed-at"),
        ("remove_object", "x_kite", None, "still-pointed-at"),
        ("map_item", "KITE001A", {"cms": "gamma"}, "unknown-cms"),
        ("map_item", "KITE001A", {"source": "A.B"}, "missing-value"),
        ("add_category", "Bad Name", None, "bad-name"),
        ("add_category", "new", {"values": ["1", "1"]}, "repeated-code-value"),
        ("remove_category", "colour", None, "still-used"),
        ("add_value", "colour", {"value": "1"}, "repeated-code-value"),
        ("add_value", "colour", {"value": ""}, "missing-value"),
        ("add_value", "colour", {"value": "2", "valid_from": "tomorrow"}, "bad-date"),
        ("add_value", "colour", {"value": "1 "}, "blank-at-an-end"),
        ("add_value", "colour", {"value": "1\u200b"}, "forbidden-character"),
        ("change_value", "colour/9", {"description": "?"}, "unknown-code"),
        ("change_value", "colour/1", {"replaced_by": ["9"]}, "unknown-code"),
        ("change_value", "colour/1", {"replaced_by": ["1"]}, "unknown-code"),
        ("change_value", "colour/1", {"replaced_by": "a/b"}, "wrong-type"),
        ("change_value", "colour/1", {"replaced_by": ["a/b", "a/b"]}, "empty-or-repeated"),
        ("remove_relationship", "a.b>c.d", None, "unknown-relationship"),
        ("add_relationship", "x_pilot.pilot_kite_id>x_kite.kite_id", None, "relationship-exists"),
        ("change_return", "NONE", None, "unknown-return"),
        ("add_return", "a b", None, "bad-name"),
        ("change_settings", "", {"prefix": "NEW"}, "unknown-key"),
        ("change_settings", "", {"access": "members"}, "unknown-choice"),
        ("change_settings", "", {"access": None}, "unknown-choice"),
        ("change_settings", "", {"access": ["public"]}, "unknown-choice"),
        ("change_settings", "", {"cms": [{"key": "beta"}]}, "still-used"),
        ("change_settings", "", {"rules": {"editorial": {"approvals": 0}}}, "bad-number"),
        ("change_settings", "", {"rules": {"grave": {}}}, "unknown-key"),
    ],
)
def test_impossible_edit_is_refused_by_name(action: str, target: str, values: Any, rule: str) -> None:
    assert [found for found, _ in refused(action, target, values)] == [rule]


def test_wrong_edit_is_left_out_and_its_neighbours_are_applied() -> None:
    edits = [
        Edit("change_item", "KITE001A", {"guidance": "New"}),
        Edit("change_item", "KITE001A", {"type": 1, "required": "no"}),
        Edit("change_item", "KITE002A", {"guidance": "New"}),
    ]
    applied = apply(DOCUMENT, edits)
    assert [item.guidance for _, item in applied.document.items()] == ["New", "New", ""]
    assert [problem.pointer for problem in applied.problems] == ["/edits/1/values/type", "/edits/1/values/required"]


def test_renamed_item_and_object_take_their_relationships_along() -> None:
    document = done(
        ("change_item", "KITE001A", {"name": "kite_key"}),
        ("change_object", "x_kite", {"name": "x_hawk"}),
    )
    assert document.relationships == (Relationship("x_hawk", "kite_key", "x_pilot", "pilot_kite_id"),)
    assert [change.kind for change in diff(DOCUMENT, document)] == ["renamed", "renamed"]


def test_item_removed_before_what_points_at_it_waits_for_that_edit() -> None:
    document = done(
        ("remove_item", "KITE001A", {}),
        ("remove_relationship", "x_pilot.pilot_kite_id>x_kite.kite_id", {}),
    )
    assert "KITE001A" not in document.item_by_ref
    assert document.relationships == ()


def test_foreign_key_set_anew_replaces_the_old_one() -> None:
    values = {"foreign_key": {"object": "x_kite", "item": "kite_tail"}}
    assert done(("change_item", "OWLX001A", values)).relationships == (
        Relationship("x_kite", "kite_tail", "x_pilot", "pilot_kite_id"),
    )
    assert done(("change_item", "OWLX001A", {"foreign_key": None})).relationships == ()


@pytest.mark.parametrize(
    ("after", "references"),
    [
        (None, ["KITE001A", "KITE002A", "KITE003A"]),
        ("", ["KITE003A", "KITE001A", "KITE002A"]),
        ("KITE001A", ["KITE001A", "KITE003A", "KITE002A"]),
    ],
)
def test_new_item_goes_where_it_is_put_with_the_next_reference(after: str | None, references: list[str]) -> None:
    document = done(("add_item", "x_kite", {"name": "kite_new", "type": "int", "after": after}))
    assert [item.item_ref for item in document.objects[0].items] == references


def test_new_object_item_and_mapping_work_in_one_proposal() -> None:
    document = done(
        ("add_object", "x_owl_nest", {}),
        ("add_item", "x_owl_nest", {"name": "nest_id", "type": "int", "cms": ["beta"]}),
        ("map_item", "OWLN001A", {"cms": "beta", "source": "NESTS.ID"}),
    )
    assert [entry.name for entry in document.objects] == ["x_kite", "x_owl_nest", "x_pilot"]
    assert document.item_by_ref["OWLN001A"][1].cms == (CmsMapping("beta", source="NESTS.ID"),)


def test_moved_item_keeps_all_but_its_place() -> None:
    document = done(("move_item", "KITE002A", {"after": ""}))
    assert document.objects[0].items == (TAIL, ID)


@pytest.mark.parametrize(
    ("values", "mappings"),
    [
        ({"cms": "alpha", "source": "K.T"}, (CmsMapping("alpha", table="KITES", note="Old", source="K.T"),)),
        ({"cms": "alpha", "note": None}, (CmsMapping("alpha", table="KITES"),)),
        ({"cms": "alpha", "marked": False}, (CmsMapping("alpha", marked=False, table="KITES", note="Old"),)),
        ({"cms": "alpha", "table": None, "field": None, "source": None, "status": None, "note": None}, ()),
        ({"cms": "beta"}, (*TAIL.cms, CmsMapping("beta"))),
    ],
)
def test_mapping_is_merged_or_taken_away(values: dict[str, Any], mappings: tuple[CmsMapping, ...]) -> None:
    assert done(("map_item", "KITE002A", values)).item_by_ref["KITE002A"][1].cms == mappings


def test_codes_are_added_changed_and_removed_by_their_text() -> None:
    document = done(
        ("add_value", "colour", {"value": "012", "description": "Blue", "after": "1"}),
        ("change_value", "colour/1", {"description": "Crimson"}),
        ("remove_value", "colour/a/b", {}),
    )
    assert document.categories[0].values == (CategoryValue("1", "Crimson"), CategoryValue("012", "Blue"))


def test_code_says_what_takes_its_place_also_where_that_comes_later() -> None:
    document = done(
        ("change_value", "colour/1", {"valid_to": "2026-12-31", "replaced_by": ["2", "a/b"]}),
        ("add_value", "colour", {"value": "2"}),
    )
    assert successors(document.categories[0].values[0]) == ("2", "a/b")
    one = apply(document, [Edit("change_value", "colour/1", {"replaced_by": ["2"]})]).document
    assert one.categories[0].values[0].extra == (("replaced_by", "2"),)
    none = apply(one, [Edit("change_value", "colour/1", {"replaced_by": None})]).document
    assert none.categories[0].values[0] == replace(one.categories[0].values[0], extra=())


def test_what_takes_the_place_of_a_code_follows_its_text_and_is_not_removed_under_it() -> None:
    replaced = done(("change_value", "colour/1", {"replaced_by": ["a/b"]}))
    renamed = apply(replaced, [Edit("change_value", "colour/a/b", {"value": "2"})]).document
    assert successors(renamed.categories[0].values[0]) == ("2",)
    gone = Edit("remove_value", "colour/a/b")
    assert [problem.rule for problem in apply(replaced, [gone]).problems] == ["still-used"]
    applied = apply(replaced, [gone, Edit("change_value", "colour/1", {"replaced_by": []})])
    assert not applied.problems
    assert [value.value for value in applied.document.categories[0].values] == ["1"]


def test_renamed_code_list_takes_its_items_along() -> None:
    document = done(("change_category", "colour", {"name": "shade"}))
    assert [category.name for category in document.categories] == ["shade", "unused"]
    assert document.item_by_ref["KITE002A"][1].category == "shade"


def test_rule_changed_keeps_its_other_keys() -> None:
    rule = done(("change_settings", "", {"rules": {"breaking": {"approvals": 5}}})).settings.rule("breaking")
    assert (rule.approvals, rule.quorum, rule.objection_blocks) == (5, 3, True)


def test_reference_is_never_given_again() -> None:
    assert suggest_reference(DOCUMENT, "x_kite") == "KITE003A"
    assert suggest_reference(DOCUMENT, "x_kite", {"KITE007A", "other"}) == "KITE008A"
    assert suggest_reference(DOCUMENT, "x_kite", {"KITE999A"}) == "KITE1001A"
    assert suggest_reference(DOCUMENT, "x_owlx") == "OWLX1001A"
    edit = Edit("add_item", "x_kite", {"name": "kite_new", "type": "int", "item_ref": "KITE007A"})
    (problem,) = apply(DOCUMENT, [edit], retired=["KITE007A"]).problems
    assert (problem.rule, problem.remedy) == ("reference-taken", "Use KITE008A, which is free.")


def test_reference_taken_out_is_not_given_again_by_the_same_proposal() -> None:
    new, gone = {"name": "kite_new", "type": "int"}, Edit("remove_item", "KITE002A")
    (problem,) = apply(DOCUMENT, [gone, Edit("add_item", "x_kite", {**new, "item_ref": "KITE002A"})]).problems
    assert (problem.rule, problem.remedy) == ("reference-taken", "Use KITE003A, which is free.")
    edits = with_references(DOCUMENT, [gone, Edit("add_item", "x_kite", new)])
    assert edits[1].values["item_ref"] == "KITE003A"


def test_references_are_settled_so_that_votes_bind_to_them() -> None:
    new = {"name": "kite_new", "type": "int"}
    edits = with_references(
        DOCUMENT, [Edit("add_item", "x_kite", new), Edit("add_item", "x_kite", {**new, "name": "b"})]
    )
    assert [edit.values["item_ref"] for edit in edits] == ["KITE003A", "KITE004A"]


@pytest.mark.parametrize(
    ("raw", "rules"),
    [
        (None, ["wrong-type"]),
        ([], ["wrong-type"]),
        ({"action": 1, "target": None, "values": []}, ["wrong-type"] * 3),
        ({"action": "add_item", "target": "\ud800"}, ["forbidden-character"]),
        ({"action": "add_item", "target": "x", "value": {}}, ["unknown-key"]),
    ],
)
def test_edit_of_the_wrong_shape_is_refused(raw: object, rules: list[str]) -> None:
    found = Edit.from_json(raw, 4)
    assert not isinstance(found, Edit)
    assert [problem.rule for problem in found] == rules
    assert all(problem.pointer.startswith("/edits/4") for problem in found)


def test_documents_own_faults_may_stay_in_an_edited_list() -> None:
    old = Item("KITE005A", "kite_odd", type="int", returns=("Loca;",), domains=("lost",), status="?")
    document = Document(DOCUMENT.settings, (DataObject("x_kite", (old,)),))
    values = {"returns": ["Loca;", "CIN"], "domains": ["lost", "sky"], "status": "?"}
    assert apply(document, [Edit("change_item", "KITE005A", values)]).problems == ()


FAULTY = replace(DOCUMENT.relationships[0], on_item=False, parent_note="(and more)", item_note="(so)", relation="1:1")


@pytest.mark.parametrize(
    "edit",
    [
        Edit("change_item", "OWLX001A", {"foreign_key": {"object": "x_kite", "item": "kite_id"}}),
        Edit("add_relationship", "x_pilot.pilot_kite_id>x_kite.kite_id"),
    ],
)
def test_relationship_stated_again_is_stated_in_full(edit: Edit) -> None:
    applied = apply(replace(DOCUMENT, relationships=(FAULTY,)), [edit])
    sound = replace(FAULTY, on_item=True, parent_note="", item_note="")
    assert (applied.problems, applied.document.relationships) == ((), (sound,))


@pytest.mark.parametrize(
    ("present", "given", "kept"),
    [
        (("CIN", "RIIA", "CIN"), ["CIN", "RIIA"], ("CIN", "RIIA")),
        (("CIN", "RIIA", "CIN"), ["RIIA", "CIN", "CIN", "SEN2"], ("CIN", "RIIA", "CIN", "SEN2")),
        (("CIN",), ["CIN", "CIN"], ("CIN",)),
        (("CIN", "RIIA"), ["SEN2", "RIIA", "CIN"], ("CIN", "RIIA", "SEN2")),
    ],
)
def test_returns_keep_their_order_and_gain_no_repeat(
    present: tuple[str, ...], given: list[str], kept: tuple[str, ...]
) -> None:
    entry = DataObject("x_kite", (replace(TAIL, returns=present, returns_map=()),))
    applied = apply(replace(DOCUMENT, objects=(entry,)), [Edit("change_item", "KITE002A", {"returns": given})])
    assert applied.problems == ()
    assert applied.document.objects[0].items[0].returns == kept


def test_mappings_onto_the_specification_itself_follow_new_names() -> None:
    own = CmsMapping("alpha", table="x_kite", field="kite_id", source="COALESCE(x_kite.kite_id, x_kite.no)")
    outside = CmsMapping("beta", table="KITES", field="kite_id", source="KITES.kite_id + db.x_kite.kite_id")
    entry = DataObject("x_kite", (replace(ID, cms=(own, outside)), TAIL))
    before = replace(DOCUMENT, objects=(entry, DOCUMENT.objects[1]))
    edits = [Edit("change_item", "KITE001A", {"name": "kite_key"}), Edit("change_object", "x_kite", {"name": "x_hawk"})]
    after = apply(before, edits).document
    followed = replace(own, table="x_hawk", field="kite_key", source="COALESCE(x_hawk.kite_key, x_hawk.no)")
    assert after.item_by_ref["KITE001A"][1].cms == (followed, outside)
    assert {change.kind for change in diff(before, after)} == {"renamed"}


def test_body_that_ends_with_a_semicolon_and_a_comment_follows_a_rename() -> None:
    extract = Extract("elm", "x_a", "", "SELECT t.no AS a_id FROM t;\n-- the end\n")
    renamed = body_renamed(extract, "postgres", {}, {("x_a", "a_id"): ("x_a", "a_key")})
    assert renamed == "SELECT t.no AS a_key FROM t;\n-- the end\n"
