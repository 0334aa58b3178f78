"""How the tables of a body are joined, in words."""

from specs_app.sql.body_joins import joins_of


def test_joins_say_what_is_reached_under_which_condition_and_what_becomes_of_other_rows() -> None:
    sql = """WITH seen AS (SELECT v.ID FROM VISIT v INNER JOIN HOME ON HOME.ID = v.HOME)
        SELECT s.ID AS a FROM seen s
        LEFT JOIN [dbo].[NAME OF] n ON n.ID = s.ID AND n.KIND = '1'
        OUTER APPLY (SELECT TOP 1 q.X FROM Q q WHERE q.ID = s.ID) t"""
    assert [join.words for join in joins_of(sql, "tsql")] == [
        "dbo.NAME OF (as n) where n.ID = s.ID AND n.KIND = '1'; rows without a match are kept",
        "a query of its own (as t) without a condition; for each row all of its rows",
        "HOME where HOME.ID = v.HOME; only rows with a match are kept, within seen",
    ]


def test_columns_of_one_name_and_listed_tables_are_joins_too_and_what_is_no_query_has_none() -> None:
    sql = "SELECT a.id FROM a JOIN b USING (id) FULL JOIN c ON c.id = a.id, d"
    assert [(join.table, join.condition) for join in joins_of(sql, "postgres")] == [
        ("b", "id is the same"),
        ("c", "c.id = a.id"),
        ("d", ""),
    ]
    assert joins_of("DROP TABLE a", "postgres") == ()
