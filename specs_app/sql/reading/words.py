"""The words that begin a statement, and those beside which they do not."""

from __future__ import annotations

HARD = {
    "INSERT": {"INTO"},
    "CREATE": {
        "TABLE",
        "VIEW",
        "PROCEDURE",
        "PROC",
        "TEMP",
        "TEMPORARY",
        "GLOBAL",
        "UNIQUE",
        "CLUSTERED",
        "NONCLUSTERED",
        "INDEX",
    },
    "DROP": {"TABLE", "VIEW", "PROCEDURE", "PROC"},
    "TRUNCATE": {"TABLE"},
}
VERBS = frozenset({"INSERT", "SELECT", "UPDATE", "DELETE", "MERGE"})
LINE_STARTERS = frozenset(
    [
        "COMMIT",
        "ROLLBACK",
        "RAISERROR",
        "THROW",
        "GRANT",
        "DENY",
        "REVOKE",
        "CALL",
        "ANALYZE",
        "VACUUM",
        "DEALLOCATE",
        "OPEN",
        "CLOSE",
        "USE",
        "COMMENT",
        "COPY",
        "PRINT",
        "RETURN",
        "DEFINE",
        "EXCEPTION",
        "EXIT",
        "PROMPT",
        "SPOOL",
        "WHENEVER",
    ]
)
STARTERS = VERBS | frozenset(
    [
        "WITH",
        "CREATE",
        "ALTER",
        "DROP",
        "TRUNCATE",
        "DECLARE",
        "SET",
        "IF",
        "BEGIN",
        "END",
        "ELSE",
        "EXEC",
        "EXECUTE",
        "WHILE",
        "FETCH",
    ]
)
KINDS_OF_THINGS = frozenset(
    [
        "TABLE",
        "VIEW",
        "INDEX",
        "PROCEDURE",
        "PROC",
        "FUNCTION",
        "SCHEMA",
        "TYPE",
        "SEQUENCE",
        "COLUMN",
        "CONSTRAINT",
        "CONCURRENTLY",
        "TRIGGER",
        "DATABASE",
    ]
)
NOT_BEFORE = {
    "UPDATE": frozenset({"FOR", "DO", "THEN", "ON", "KEY", "BEFORE", "AFTER", "OR"}),
    "DELETE": frozenset({"ON", "THEN", "BEFORE", "AFTER", "OR"}),
    "INSERT": frozenset({"THEN", "BEFORE", "AFTER", "OR"}),
    "SET": frozenset({"UPDATE"}),
    "IF": KINDS_OF_THINGS | {"END"},
    "EXECUTE": frozenset({"WITH", "GRANT"}),
    "EXEC": frozenset({"WITH", "GRANT"}),
    "ALTER": frozenset({"OR"}),
    "DROP": frozenset({"ADD"}),
}
SET_WORDS = frozenset({"UNION", "ALL", "EXCEPT", "INTERSECT", "MINUS", "DISTINCT"})
JOINING = frozenset(",(=<>+-*/%|.")
SETS = frozenset({"UNION", "EXCEPT", "INTERSECT", "MINUS"})
ROUTINES = frozenset({"PROCEDURE", "PROC", "FUNCTION", "TRIGGER"})
