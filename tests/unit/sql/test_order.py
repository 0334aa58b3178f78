"""In which order tables are filled, and what is said of a circle."""

from __future__ import annotations

from dataclasses import replace

import pytest

from specs_app.document.extracts import Extract
from specs_app.document.types import Cms
from specs_app.sql.builder import generate
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.options import LocalSettings, Options
from specs_app.sql.order import filling_order, reads_of
from tests.sql_samples import DOCUMENT, SETTINGS

OWN = {"tst_a": "tst_a", "tst_b": "tst_b"}
READING = "SELECT DISTINCT v_worker_id AS w_id, 'x' AS w_code FROM tst_visit"


def test_what_is_read_comes_first_and_keys_settle_the_rest() -> None:
    order, problems = filling_order("abcd", {"a": {"d"}}, {"b": {"c"}, "d": {"b"}, "c": {"c"}})
    assert (order, problems) == (("c", "b", "d", "a"), ())


def test_key_gives_way_to_what_is_read() -> None:
    assert filling_order("ab", {"a": {"b"}}, {"b": {"a"}}) == (("b", "a"), ())


def test_circle_is_named_and_everything_still_has_a_place() -> None:
    order, problems = filling_order("abcd", {"a": {"c"}, "b": {"b"}, "c": {"d"}, "d": {"c"}}, {})
    assert sorted(order) == list("abcd")
    assert order.index("c") < order.index("a")
    assert [problem.message.split(". ")[0] for problem in problems] == [
        "No order fills these tables: b reads b",
        "No order fills these tables: c reads d reads c",
    ]


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("SELECT 1 AS x FROM tst_b", {"tst_b"}),
        ("SELECT 1 AS x FROM s WHERE EXISTS (SELECT 1 AS y FROM TST_B AS q)", {"tst_b"}),
        ("WITH q AS (SELECT 1 AS x FROM tst_b) SELECT x FROM q", {"tst_b"}),
        ("WITH tst_b AS (SELECT 1 AS x FROM s) SELECT x FROM tst_b", set()),
        ("SELECT 'tst_b' AS tst_b FROM s", set()),
        ("SELECT 1 AS x FROM tst_a", {"tst_a"}),
    ],
)
def test_tables_that_a_query_reads(query: str, read: set[str]) -> None:
    if read == {"tst_a"}:
        query = f"{query} AS tst_b"
    assert reads_of(f"INSERT INTO tst_a (x) {query}", OWN, DIALECTS["postgres"]) == read


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_tables_are_made_before_any_is_filled_in_the_order_of_what_is_read(dialect: str) -> None:
    document = replace(DOCUMENT, settings=replace(SETTINGS, cms=(Cms("oak", "Oak", dialect),)))
    text = generate(replace(document, extracts=(Extract("oak", "tst_worker", "", READING),)), "oak").text.lower()
    rows = [
        text.index(f"insert into {DIALECTS[dialect].quote(f'tst_{name}')}") for name in ("person", "visit", "worker")
    ]
    assert rows == sorted(rows)
    assert (
        max(text.index(f"create table {DIALECTS[dialect].quote(f'tst_{name}')}") for name in ("person", "worker"))
        < rows[0]
    )


def test_table_that_reads_one_left_out_is_not_filled_and_said() -> None:
    local = LocalSettings(leave_out_objects=frozenset({"tst_visit"}))
    script = generate(
        replace(DOCUMENT, extracts=(Extract("elm", "tst_worker", "", READING),)), "elm", options=Options(local=local)
    )
    assert "tst_worker is not filled: it reads tst_visit, which the authority's settings leave out" in script.summary
    assert "filling-left-out" in {problem.rule for problem in script.warnings}
    assert 'INSERT INTO "tst_worker"' not in script.text
