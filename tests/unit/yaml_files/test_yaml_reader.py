"""Reading: every layout, every fault a problem, neighbours always taken."""

import time

import pytest
import yaml

from specs_app.document.types import DEFAULT_RULES, CategoryValue, Relationship
from specs_app.yaml_files.reader import read
from tests.corpus import needs_corpus
from tests.corpus_files import corpus_repository, example_repository

OBJECT = b"""---
nodes:
- name: x_one
  fields:
  - name: one_id
    description: Key
    item_ref: ONE001A
    type: int
    primary_key: true
    validators:
    - required:
        enabled: true
    constraints:
    - pk
    - check
    returns:
    - CIN
    cms:
    - b_cms
    - a_cms
    cms_field:
    - a_cms:col:umn
    - c_cms:other
    - broken
    guidance: null
    colour: red
"""


def problems(reading):
    return {(problem.rule, problem.file, problem.line) for problem in reading.problems}


def rules(reading):
    return [problem.rule for problem in reading.problems]


@needs_corpus
class TestCorpus:
    def test_counts_are_those_of_the_real_specification(self):
        document = read(corpus_repository()).document
        assert len(document.objects) == 48
        assert len(list(document.items())) == 359
        assert len(document.relationships) == 68
        assert len(document.categories) == 39
        assert all(entry.listed and entry.on_item for entry in document.relationships)

    def test_unreadable_files_are_reported_with_line_and_remedy(self):
        reading = read(corpus_repository())
        broken = [problem for problem in reading.problems if problem.rule == "yaml-syntax"]
        assert len(broken) == 9
        assert {problem.file for problem in broken} == reading.unreadable
        assert ("yaml-syntax", "data/workflow__future_release.yml", 17) in problems(reading)
        assert all(problem.line and problem.message and problem.remedy for problem in reading.problems)

    def test_code_values_keep_their_text(self):
        categories = read(corpus_repository()).document.category_by_name
        assert [entry.value for entry in categories["has_disability"].values] == ["Yes", "No"]
        assert [entry.value for entry in categories["gender"].values] == ["0", "1", "2", "9"]
        assert categories["plo_silver15"].values[0] == CategoryValue("A", "Interim / Care Order")

    def test_settings_are_inferred(self):
        settings = read(corpus_repository()).document.settings
        assert (settings.prefix, settings.table_prefix, settings.version) == ("SSD", "ssd_", "1.4.5")
        assert settings.layout.categories == ("data/categories__future_release",)
        names = {entry.key for entry in settings.returns}
        assert {"CIN", "SSDA903", "NEETandparticipation"} <= names
        assert not names & {"Loca;", "SSD903", "Local,AnnexA"}
        assert settings.rules == DEFAULT_RULES

    def test_reading_takes_a_small_multiple_of_a_bare_load(self):
        files = corpus_repository()
        paths = [path for path in files if path.startswith(("data/", "la_config_files/"))]

        def bare():
            for path in paths:
                try:
                    yaml.load(files[path], Loader=yaml.CSafeLoader)
                except yaml.YAMLError:
                    continue

        def ours():
            read(files)

        assert min(_seconds(ours) for _ in range(3)) < 10 * min(_seconds(bare) for _ in range(3))


def _seconds(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def test_example_reads_without_errors():
    reading = read(example_repository())
    assert all(problem.severity != "error" for problem in reading.problems)
    assert reading.document.settings.cms[2].dialect == "postgres"
    assert reading.homes["settings"] == "specification.yml"


def test_item_reads_every_key():
    reading = read({"data/objects/x_one.yml": OBJECT})
    _, item = reading.document.item_by_ref["ONE001A"]
    assert (item.primary_key, item.required, item.unique, item.constraints) == (True, True, False, ("check",))
    assert [(entry.cms, entry.marked, entry.field) for entry in item.cms] == [
        ("a_cms", True, "col:umn"),
        ("b_cms", True, ""),
        ("c_cms", False, "other"),
    ]
    assert (item.guidance, item.extra) == ("", (("colour", "red"),))
    assert rules(reading) == ["malformed-cms-entry"]
    assert reading.source_map["items/ONE001A/type"].line == 8


@pytest.mark.parametrize(
    "path",
    ["data/objects__v2/sub/x_one", "schema/x_one.yaml", "x_one.yml", "data/objects/x_one.yaml"],
)
def test_objects_are_found_in_every_layout(path):
    assert [entry.name for entry in read({path: OBJECT}).document.objects] == ["x_one"]


def test_bare_list_of_objects_is_read():
    data = b"- name: a\n  fields: [{name: i, item_ref: R1}]\n- name: b\n  fields:\n"
    document = read({"data/objects/all.yml": data}).document
    assert [(entry.name, len(entry.items)) for entry in document.objects] == [("a", 1), ("b", 0)]


def test_stated_layout_wins_over_folder_names():
    settings = b"title: T\nlayout:\n  objects: [tables]\n  categories: [codes]\n  relationships: tables/links.yml\n"
    links = b"relationships:\n- {parent_object: p, parent_key: k, child_object: x_one, child_key: one_id}\n"
    files = {"specification.yml": settings, "tables/x.yml": OBJECT, "codes/a.yml": b"- A\n", "tables/links.yml": links}
    reading = read({**files, "data/objects/other.yml": OBJECT})
    assert [entry.name for entry in reading.document.objects] == ["x_one"]
    assert reading.document.categories[0].values == (CategoryValue("A"),)
    assert reading.document.relationships == (Relationship("p", "k", "x_one", "one_id", on_item=False),)
    assert "relationship-disagrees" in rules(reading)


def test_faulty_neighbours_do_not_stop_the_others():
    files = {
        "data/objects/a.yml": OBJECT.replace(b"x_one", b"x_two").replace(b"ONE001A", b"TWO001A"),
        "data/objects/b.yml": b"nodes:\n\t- bad\n",
        "data/objects/c.yml": b"just text\n",
        "data/objects/d.yml": b"\xff\xfe",
        "data/objects/e.yml": b"nodes:\n- 5\n- name: x_e\n  fields:\n  - wrong\n  - name: ok\n    item_ref: E1\n",
        "data/objects/f.yml": OBJECT,
        "data/objects/g.yml": OBJECT,
    }
    reading = read(files)
    assert [entry.name for entry in reading.document.objects] == ["x_two", "x_e", "x_one", "x_one"]
    assert reading.unreadable == {f"data/objects/{name}.yml" for name in "bcd"}
    found = {rule: file for rule, file, _ in problems(reading)}
    assert {"yaml-syntax", "not-utf-8", "wrong-shape", "repeated-reference", "repeated-name"} <= found.keys()
    assert found["repeated-reference"] == "data/objects/g.yml"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"a: !!python/object/apply:os.system [echo]\n", "not-a-specification-file"),
        (b"[" * 5000 + b"]" * 5000, "too-deep"),
        (b"- " * 5000 + b"a", "too-deep"),
        (
            b"a: &a [x,x,x,x,x,x,x,x,x,x]\n"
            + b"".join(b"%c: &%c [%s]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 10)) for c in range(98, 108)),
            "too-many-values",
        ),
        (b"a: &a [*a]\n", "yaml-syntax"),
        (b"a: *b\n", "yaml-syntax"),
        (b"--- a\n--- b\n", "yaml-syntax"),
        (b"nodes: \x00\n", "yaml-syntax"),
        (b"x" * 5_000_001, "file-too-large"),
        (b"", "not-a-specification-file"),
    ],
)
def test_hostile_text_becomes_a_problem(data, rule):
    reading = read({"data/objects/x.yml": data})
    assert rules(reading) == [rule]
    assert reading.document.objects == ()


def test_aliases_and_merged_keys_are_followed():
    data = b"""
base: &base {type: int, returns: &r [CIN]}
nodes:
- name: o
  fields:
  - <<: *base
    name: a
    item_ref: A1
  - name: b
    item_ref: B1
    returns: *r
"""
    (entry,) = read({"data/objects/o.yml": data}).document.objects
    assert [(item.type, item.returns) for item in entry.items] == [("int", ("CIN",)), ("", ("CIN",))]


def test_code_lists_mix_texts_and_mappings_and_report_faults():
    data = b"\xef\xbb\xbf- Yes\r\n- value: 012\r\n  explanation: x\r\n- value:\r\n- value: on\r\n- on\r\n- [1]\r\n"
    reading = read({"data/categories/answer.yml": data})
    (category,) = reading.document.categories
    assert [entry.value for entry in category.values] == ["Yes", "012", "", "on", "on"]
    assert category.values[1].extra == (("explanation", "x"),)
    assert [(p.rule, p.line) for p in reading.problems] == [
        ("empty-code-value", 4),
        ("not-a-specification-file", 7),
        ("repeated-code-value", 6),
    ]


def test_wrong_settings_are_reported_and_defaults_hold():
    data = b"title: [T]\nrules:\n  editorial: {approvals: many, quorum: 1}\ncms:\n- {title: none}\n- {key: a, dialect: cobol}\n"
    reading = read({"specification.yml": data})
    assert sorted(rules(reading)) == ["bad-registry-entry", "bad-rule", "unknown-dialect", "wrong-shape"]
    assert reading.document.settings.rules[0].approvals == DEFAULT_RULES[0].approvals
    assert reading.document.settings.rules[0].quorum == 1


@pytest.mark.parametrize(
    "stated",
    [
        "rules:",
        "rules: []",
        "rules: {breaking: }",
        "rules: {breaking: {approvals: 0}}",
        "rules: {breaking: {quorum: 0}}",
        "rules: {breaking: {approvals: }}",
        "rules: {breaking: {quorum: -1}}",
        "rules: {breaking: {objection_blocks: }}",
        "rules: {breaking: {objection_blocks: 0}}",
        "rules: {breaking: {notice_days: soon}}",
        "rules: {breaking: {deadline_days: 3651}}",
        "rules: {breaking: {votes: 1}}",
        "rules: {grave: {approvals: 1}}",
    ],
)
def test_rule_that_is_wrong_is_an_error_and_the_default_holds(stated: str):
    reading = read({"specification.yml": stated.encode()})
    assert reading.document.settings.rules == DEFAULT_RULES
    assert [p.severity for p in reading.problems if p.rule == "bad-rule"] == ["error"]


def test_rule_may_ask_for_no_days_and_let_objections_pass():
    reading = read(
        {"specification.yml": b"rules: {editorial: {approvals: 1, quorum: 1, objection_blocks: no, notice_days: 0}}"}
    )
    assert (reading.problems, reading.document.settings.rules[0].objection_blocks) == ((), False)


def test_rule_may_ask_for_as_much_as_a_number_of_days_can_be():
    reading = read({"specification.yml": b"rules: {editorial: {deadline_days: 3650}}"})
    assert (reading.problems, reading.document.settings.rules[0].deadline_days) == ((), 3650)


def test_repeated_keys_are_reported_and_the_last_counts():
    data = OBJECT + b"nodes:\n- name: x_two\n  name: x_three\n  fields: []\n"
    reading = read({"data/objects/x.yml": data})
    assert [entry.name for entry in reading.document.objects] == ["x_three"]
    assert rules(reading) == ["repeated-key", "repeated-key"]
