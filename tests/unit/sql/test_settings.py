"""What an authority has of its own, hostile texts among it: quoted, proved, or refused; never a part of the SQL itself."""

from __future__ import annotations

import pytest
from sqlglot import exp

from specs_app.sql.builder import generate
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.errors import SqlError
from specs_app.sql.home import Home
from specs_app.sql.names import UnusableSetting
from specs_app.sql.options import FORMS, LocalColumn, LocalSettings, Options
from specs_app.sql.safety import parsed, prove
from tests.sql_samples import DOCUMENT

HOSTILE = (
    "a'b",
    'a"b',
    "a]b",
    "a;b",
    "a--b",
    "a*/b",
    "/*",
    "x]; DROP TABLE people; --",
    "'); DROP TABLE people; --",
    "$own$",
    "GO",
    "a.b",
)
EACH = pytest.mark.parametrize("dialect", sorted(DIALECTS))
PLACES = ("source_schema", "database", "schema", "temporary_prefix", "name", "code")
#: What a name may hold in one product alone.
NOT_HERE = {"oracle": '"'}


@EACH
@pytest.mark.parametrize("place", PLACES)
def test_hostile_place_or_name_of_an_authority_is_harmless(dialect: str, place: str) -> None:
    for number, text in enumerate(HOSTILE):
        form = "temporary" if place == "temporary_prefix" else list(FORMS)[number % 4]
        local = LocalSettings(**{place: text})
        try:
            script = generate(DOCUMENT, "oak", dialect=dialect, options=Options(form, "keep", local))
        except UnusableSetting:
            assert NOT_HERE.get(dialect, "\0") in text
            continue
        trees = parsed(script.text, DIALECTS[dialect])
        dropped = {tree.args["tables"][0].name for tree in trees if isinstance(tree, exp.Drop)}
        assert "people" not in {name.lower() for name in dropped}


@EACH
def test_hostile_local_names_types_and_objects_are_harmless(dialect: str) -> None:
    for text in HOSTILE:
        columns = (
            LocalColumn("tst_person", table=f"tst_{text}"),
            LocalColumn("tst_person", "p_born", name=text, type=text, size=text),
            LocalColumn("tst_visit", "v_town", type="nvarchar", size=text),
        )
        local = LocalSettings(columns=columns, leave_out=frozenset({(text, text)}), leave_out_kinds=frozenset({text}))
        script = generate(DOCUMENT, "oak", dialect=dialect, options=Options(local=local))
        made = {
            tree.this.this.name
            for tree in parsed(script.text, DIALECTS[dialect])
            if isinstance(tree, exp.Create) and tree.kind == "TABLE"
        }
        wanted = DIALECTS[dialect].own(f"tst_{text}")
        assert wanted in made or NOT_HERE.get(dialect, "\0") in text


@EACH
@pytest.mark.parametrize("place", ["source_schema", "database", "schema"])
@pytest.mark.parametrize("text", ["a\nb", "a\rb", "$(x)", "x" * 200])
def test_place_that_cannot_be_named_is_refused(dialect: str, place: str, text: str) -> None:
    with pytest.raises(SqlError, match=f"setting {place}"):
        generate(DOCUMENT, "oak", dialect=dialect, options=Options(local=LocalSettings(**{place: text})))


def test_tables_are_made_in_the_named_place_and_sources_read_from_theirs() -> None:
    local = LocalSettings(source_schema="HDM.[Child Social]", database="HDM_Local", schema="ssd")
    text = generate(DOCUMENT, "oak", options=Options(local=local)).text
    assert "CREATE TABLE [HDM_Local].[ssd].[tst_person] (" in text
    assert "FROM [HDM].[Child Social].[people] AS src" in text
    assert "FROM [HDM].[crm].[visits] AS src" in text
    assert "EXEC [HDM_Local].sys.sp_addextendedproperty" in text
    assert "REFERENCES [ssd].[tst_person]" in text


def test_temporary_tables_have_the_prefix_of_the_authority() -> None:
    local = LocalSettings(temporary=True, temporary_prefix="#own_", schema="ssd")
    text = generate(DOCUMENT, "oak", options=Options(local=local)).text
    assert "CREATE TABLE [#own_person] (" in text
    assert "[ssd]" not in text


@EACH
def test_kinds_and_objects_are_left_out(dialect: str) -> None:
    kinds = frozenset({"create_fk", "create_idx", "test", "console_output", "insert_data"})
    text = generate(DOCUMENT, "oak", dialect=dialect, options=Options(local=LocalSettings(leave_out_kinds=kinds))).text
    assert not any(words in text for words in ("FOREIGN KEY", "CREATE INDEX", "src", "'filled'", "'test'"))
    one = LocalSettings(leave_out=frozenset({("create_fk", "tst_visit")}), leave_out_objects=frozenset({"tst_worker"}))
    script = generate(DOCUMENT, "oak", dialect=dialect, options=Options(local=one))
    assert "FOREIGN KEY" not in script.text
    assert "CREATE INDEX" in script.text
    assert "tst_worker is left out by the authority's settings" in script.summary


def test_only_the_named_schema_may_be_written() -> None:
    home = Home("tst_", schema="own")
    prove("DROP TABLE [own].[tst_a]", dialect=DIALECTS["tsql"], home=home)
    for text in (
        "DROP TABLE tst_a",
        "DROP TABLE [other].[tst_a]",
        "DROP TABLE [x].[own].[tst_a]",
        "DROP TABLE [own].[a]",
    ):
        with pytest.raises(SqlError):
            prove(text, dialect=DIALECTS["tsql"], home=home)


def test_local_type_and_name_reach_table_and_rows() -> None:
    local = LocalSettings(columns=(LocalColumn("tst_person", "p_children", name="kids", type="nvarchar", size="7"),))
    text = generate(DOCUMENT, "elm", options=Options(local=local)).text
    assert '"kids" varchar(7) NULL, -- metadata={"item_ref":"P3"}' in text
    assert 'src."children" AS "p_children"' in text
