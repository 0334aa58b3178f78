"""Settings of authorities: read from files of several shapes, compared, classed, written by position, followed by scripts."""

from dataclasses import replace

import pytest

from specs_app.document.authorities import Authority, LocalName
from specs_app.document.diff import classify, diff
from specs_app.document.edits import Edit, apply
from specs_app.document.meant import known_system
from specs_app.document.threeway import merge, unproved
from specs_app.document.types import LOCAL_RULE, Cms, Document, Settings
from specs_app.sql.local_settings import local_settings
from specs_app.sql.options import LocalColumn
from specs_app.yaml_files.reader import Reading, read
from specs_app.yaml_files.writer import CannotWriteError, write
from tests.corpus import needs_corpus
from tests.corpus_files import corpus_repository

pytestmark = pytest.mark.one_database

OBJECT = b"""nodes:
- name: tin_box
  fields:
  - {name: box_id, item_ref: TINB001A, type: nvarchar, primary_key: true}
  - {name: box_lid, item_ref: TINB002A, type: nvarchar}
"""
LIVE = b"""900: # a comment
  la_code: 900
  la_name: North-Moor
  deployment_system: {cms: Care-Director, cms_db: 'SQLServer'}
  settings:
    extract_parameters:
      years: 5   # as the others
    dbschema:
      data_source_schema: Copy.dbo
      deployment_schema_name: null  # the usual one
  global_sql_tag_remove:
    remove_test: true
    remove_console: false
  named_sql_tag_remove:
    remove_create_fk:
    - box
    - tin_gone
    remove_create_pk:
    - null
"""
#: The keys beside the code, groups that are empty, other names of keys.
FLAT = b"""901: ~
la_code: 901
la_name: Eastbrook
deployment_system:
  cms: Larchway
db_vers: '2019'
settings: ~
dbschema: ~
database_name: Reports
global_sql_tag_remove: ~
remove_test: true
shoe: 7
"""


def reading(**files: bytes) -> Reading:
    paths = {f"la_config_files/{name.replace('__', '/')}.yml": data for name, data in files.items()}
    return read({"data/objects/tin_box.yml": OBJECT, **paths})


def test_file_says_what_its_keys_say_and_unknown_ones_are_kept_and_told() -> None:
    found = reading(a=LIVE, awaitingConfig__b=FLAT)
    north, east = found.document.authorities
    assert (north.code, north.title, north.stage, north.source_schema) == ("900", "North Moor", "live", "Copy.dbo")
    assert north.parameters == (("years", "5"),)
    assert north.left_out_kinds == ("test",)
    assert north.left_out == (("create_fk", ("box", "tin_gone")),)
    assert (east.code, east.stage, east.system, east.version) == ("901", "awaiting", "Larchway", "2019")
    assert (east.target_database, east.left_out_kinds, east.extra) == ("Reports", ("test",), (("shoe", "7"),))
    assert [(one.rule, one.line) for one in found.problems] == [("authority-unknown-key", 12)]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"- 1\n", "not-a-specification-file"),
        (b"la_name: Nobody\n", "authority-without-code"),
        (b"900: {la_code: 901}\n", "authority-code-differs"),
        (b"900: {la_code: 900, settings: {dev_setup: {no_count_on: perhaps}}}\n", "wrong-shape"),
        (b"900: {la_code: 900, named_sql_container_remove: {a: b}}\n", "wrong-shape"),
    ],
)
def test_what_is_not_understood_is_a_problem_with_file_and_line(data: bytes, rule: str) -> None:
    found = [one for one in reading(some=data).problems if one.file == "la_config_files/some.yml"]
    assert [one.rule for one in found] == [rule]
    assert found[0].line >= 1
    assert found[0].remedy


def test_template_is_no_authority_and_no_problem() -> None:
    found = reading(a=b"<la_id>:\n  la_code: <la_id>\n  la_name: <la_name>\n")
    assert (found.document.authorities, found.problems) == ((), ())


def test_live_file_counts_where_a_code_stands_twice_and_both_are_named() -> None:
    found = reading(awaiting__a=LIVE.replace(b"North-Moor", b"Other"), b=LIVE, awaiting__900_c=b"900: ~\n  a: b\n")
    assert [entry.name for entry in found.document.authorities] == ["North-Moor"]
    told = [one for one in found.problems if one.rule == "repeated-authority"]
    assert [one.file for one in told] == ["la_config_files/awaiting/900_c.yml", "la_config_files/awaiting/a.yml"]
    assert all("la_config_files/b.yml" in one.message for one in told)


def changed(document: Document, **values: object) -> Document:
    applied = apply(document, [Edit("change_authority", "900", values)])
    assert applied.problems == ()
    return applied.document


def test_settings_of_one_authority_alone_are_local() -> None:
    document = reading(a=LIVE, b=FLAT).document
    own = changed(document, target_schema="own", parameters={"years": 6})
    assert classify(diff(document, own)) == "local"
    both = apply(own, [Edit("change_authority", "901", {"region": "East"})]).document
    assert classify(diff(document, both)) == "compatible"
    worded = replace(own, settings=replace(own.settings, title="Other"))
    assert classify(diff(document, worded)) == "compatible"
    added = apply(document, [Edit("add_authority", "902", {"name": "New"})]).document
    assert classify(diff(document, added)) == "compatible"
    assert classify(diff(added, document)) == "breaking"
    assert classify(()) == "editorial"


def test_rule_of_local_changes_is_fixed() -> None:
    assert Settings(rules=(replace(LOCAL_RULE, approvals=9),)).rule("local") == LOCAL_RULE
    edit = Edit("change_settings", "", {"rules": {"local": {"approvals": 1}}})
    assert [one.rule for one in apply(Document(), [edit]).problems] == ["unknown-key"]


def test_change_touches_the_lines_of_its_keys_alone() -> None:
    before = reading(a=LIVE)
    target = changed(
        before.document,
        parameters={"years": 6},
        target_schema="own",
        left_out={"create_pk": ["tin_box"]},
        left_out_kinds=["console_output"],
    )
    changes, after = write(before, target)
    expected = LIVE.replace(b"years: 5 ", b"years: 6 ").replace(b"schema_name: null", b"schema_name: own")
    expected = expected.replace(b"- null", b"- tin_box").replace(b"remove_test: true", b"remove_test: false")
    assert changes == {"la_config_files/a.yml": expected.replace(b"console: false", b"console: true")}
    assert after.document == target


def test_flat_file_is_changed_where_its_keys_stand() -> None:
    before = reading(b=FLAT)
    target = apply(
        before.document, [Edit("change_authority", "901", {"target_database": "R", "version": "22"})]
    ).document
    changes, _ = write(before, target)
    assert changes == {"la_config_files/b.yml": FLAT.replace(b"Reports", b"R").replace(b"'2019'", b"'22'")}


def test_stage_is_the_folder_and_a_new_authority_a_new_file() -> None:
    before = reading(a=LIVE, awaitingConfig__b=FLAT)
    target = changed(before.document, stage="awaiting")
    target = apply(target, [Edit("add_authority", "902", {"name": "St. Anne's", "stage": "live"})]).document
    changes, after = write(before, target)
    assert changes["la_config_files/a.yml"] is None
    assert changes["la_config_files/awaitingConfig/a.yml"] == LIVE
    assert set(changes) - {"la_config_files/a.yml"} == {
        "la_config_files/awaitingConfig/a.yml",
        "la_config_files/902_st-anne-s.yml",
    }
    assert after.document == target


def test_removed_authority_takes_every_file_of_its_code_along() -> None:
    before = reading(a=LIVE, awaiting__a=LIVE)
    changes, after = write(before, apply(before.document, [Edit("remove_authority", "900")]).document)
    assert changes == {"la_config_files/a.yml": None, "la_config_files/awaiting/a.yml": None}
    assert after.document.authorities == ()


def test_value_shared_by_an_anchor_is_refused() -> None:
    shared = b"900:\n  la_code: 900\n  la_name: &n Moor\n  la_region: *n\n"
    before = reading(a=shared)
    with pytest.raises(CannotWriteError):
        write(before, changed(before.document, name="Other"))


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"target_schema": "x]; DROP TABLE y--"}, "/target_schema"),
        ({"source_schema": "a.b.c.d"}, "/source_schema"),
        ({"temporary_prefix": "#a b"}, "/temporary_prefix"),
        ({"stage": None}, "/stage"),
        ({"left_out": {"create_pk": ["tin_nothing"]}}, "/left_out/create_pk/0"),
        ({"left_out_kinds": ["select"]}, "/left_out_kinds"),
        ({"parameters": {"a b": "1"}}, "/parameters/a b"),
        ({"local_names": [{"item_ref": "TINB009A"}]}, "/local_names/0"),
    ],
)
def test_wrong_setting_is_refused_where_it_stands(values: dict[str, object], pointer: str) -> None:
    document = reading(a=LIVE).document
    applied = apply(document, [Edit("change_authority", "900", values)])
    assert applied.document == document
    assert any(one.pointer.startswith(f"/edits/0/values{pointer}") and one.remedy for one in applied.problems)


def test_two_sides_merge_setting_by_setting() -> None:
    base = reading(a=LIVE).document
    theirs, ours = changed(base, parameters={"years": 6}), changed(base, parameters={"more": "x"}, region="North")
    made = merge(base, theirs, ours)
    assert made.meetings == ()
    assert made.document.authorities[0].parameters == (("years", "6"), ("more", "x"))
    assert unproved(made, made.three, made.document) == []
    (meeting,) = merge(base, theirs, changed(base, parameters={"years": 7})).meetings
    assert (meeting.address, meeting.field) == ("authorities/900", "parameters/years")


def test_script_follows_names_that_the_document_knows() -> None:
    document = reading(a=LIVE).document
    named = (
        LocalName(item_ref="TINB002A", field="LID", type="int"),
        LocalName(object="box", table="BOXES"),
        LocalName(item_ref="TINB009A"),
    )
    found = local_settings(replace(document.authorities[0], local_names=named), document)
    assert found.leave_out == {("create_fk", "tin_box")}
    assert found.columns == (LocalColumn("tin_box", "box_lid", "", "LID", "int"), LocalColumn("tin_box", "", "BOXES"))
    assert (found.source_schema, dict(found.parameters), found.leave_out_kinds) == (
        "Copy.dbo",
        {"years": "5"},
        {"test"},
    )


def test_system_is_known_by_key_title_and_usual_names() -> None:
    systems = (Cms("liquid_logic", "Liquid Logic"), Cms("caredirector", "CareDirector"))
    for written in ("SystemC", "Liquidlogic", "liquid_logic", "Liquid Logic"):
        assert known_system(systems, written) == "liquid_logic"
    assert known_system(systems, "Care-Director") == "caredirector"
    assert [known_system(systems, text) for text in ("Azeus-(MOSAIC)", "", "Unknown")] == ["", "", ""]


@needs_corpus
def test_every_settings_file_of_the_real_specification_is_read() -> None:
    found = read(corpus_repository())
    ours = [path for path, kind in found.plan.kinds.items() if kind == "authorities"]
    assert (len(ours), len(found.document.authorities)) == (160, 156)
    told = [one for one in found.problems if one.file.startswith("la_config_files/")]
    broken = {one.file: one.line for one in told if one.rule == "yaml-syntax"}
    folder = "la_config_files/awaitingConfig"
    assert broken == {f"{folder}/332_dudley.yml": 2, f"{folder}/350_bolton.yml": 2}
    twice = {one.file: one.message for one in told if one.rule == "repeated-authority"}
    assert set(twice) == {f"{folder}/{name}.yml" for name in ("332_dudley", "350_bolton", "931_oxfordshire")}
    assert all(one.remedy for one in told)
    assert len(told) == 5
    live = [entry.code for entry in found.document.authorities if entry.stage == "live"]
    assert live == ["332", "340", "350", "807", "826", "841", "887", "931", "935"]
    assert write(found, found.document)[0] == {}


@needs_corpus
def test_east_sussex_has_what_its_live_file_says() -> None:
    document = read(corpus_repository()).document
    entry = document.authority_by_code["332"]
    assert entry.parameters == (("ssd_timeframe_years", "5"), ("ssd_sub1_range_years", "1"))
    places = (entry.source_schema, entry.target_database, entry.target_schema, entry.temporary, entry.temporary_prefix)
    assert places == ("HDM.Child_Social", "HDM_Local", "", False, "#ssd_")
    assert entry.left_out_kinds == ("test", "deployment_status_note", "ssd_non_core_modifications")
    left = dict(entry.left_out)
    assert {kind: len(names) for kind, names in left.items()} == {
        "insert_data": 8,
        "create_pk": 1,
        "create_fk": 17,
        "create_idx": 8,
    }
    assert left["create_pk"] == ("ssd_sdq_scores",)
    assert (entry.left_out_objects, entry.local_names, entry.no_count_on) == ((), (), False)
    assert known_system(document.settings.cms, entry.system) == "liquid_logic"
    bradford = document.authority_by_code["350"].local_names
    assert bradford == (
        LocalName("ssd_cin_episodes", "CINE010A", "cine_cin_primary_need_code", type="nvarchar", size="6"),
    )
    assert isinstance(entry, Authority)
