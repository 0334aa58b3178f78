"""The forms about the hand-written SQL that fills an object from a system: begun at the SQL, at its object, at its system."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from changes_app.proposals.forms import options
from changes_app.proposals.forms.asking import About, EditForm, Question, RawEdit, Recalled, Values, plain
from changes_app.proposals.forms.composing import edit, removed
from specs_app.document.edits.extracts import TAKEN, is_build_name
from specs_app.document.extracts import Extract
from specs_app.document.text_rules import NAME_LIMIT
from specs_app.publishing.extracts import tell
from specs_app.publishing.pages.code import CodeLine, numbered
from specs_app.publishing.pages.extracts import FaultRow, fault_rows

SQL = Question(
    "sql",
    "The SQL",
    "sql",
    "One SELECT, with named queries (WITH) before it where it needs them. Each output column is called as an item of the object. "
    "Say in a comment which rows it takes: -- Scope: young people known in the last six years.",
    required=True,
    missing="Enter the SQL, or go back and remove it",
)
BUILD = Question(
    "variant",
    "For a local build only",
    hint="The short name of one council's own build, such as warehouse. Empty: for every council with this system.",
)
NOTE = (
    "The portal reads it and never runs it. Choose Check the SQL to see what is wrong, line by line, before you save. You can save "
    "SQL with faults and go on later; errors stop it only when you send the proposal."
)


def key_of(form: EditForm, about: About) -> tuple[str, str, str]:
    """The system, the object and the local build that a form is about, wherever it was begun."""
    chosen, _, build = about.chosen.partition("/")
    if form.part == "object":
        return chosen, about.target, build
    if form.part == "system":
        return about.target, chosen, build
    cms, _, rest = about.target.partition("/")
    name, _, variant = rest.partition("/")
    return cms, name, variant


def target_of(form: EditForm, about: About, values: Values) -> str:
    """How the edit names what the answers are about."""
    cms, name, variant = key_of(form, about)
    return "/".join(filter(None, (cms, name, str(values.get("variant") or variant))))


def _standing(form: EditForm, about: About) -> str | None:
    found = about.document.extract_by_target.get(target_of(form, about, {}))
    return found.sql if found else None


def _set(form: EditForm, about: About, values: Values) -> list[RawEdit]:
    """One edit with the text, where it is another one or of another build."""
    target = target_of(form, about, values)
    found = about.document.extract_by_target.get(target)
    sql = str(values.get("sql") or "")
    return [] if found and found.sql == sql else [edit("set_extract", target, {"sql": sql})]


def _checks(_about: About, values: Values, _stands: Values) -> dict[str, str]:
    variant = str(values.get("variant") or "")
    if variant and not is_build_name(variant):
        return {"variant": f"Begin with a letter; at most {NAME_LIMIT} letters, digits and underscores; not {TAKEN}"}
    return {}


def _stands_of(form: EditForm) -> Callable[[About], Values]:
    def stands(about: About) -> Values:
        build = {"variant": key_of(form, about)[2] or None} if BUILD in form.questions() else {}
        return {"sql": _standing(form, about), **build}

    return stands


@dataclass(frozen=True, slots=True)
class CheckedSql:
    """What the check says of a text that was typed: the faults, how many items it fills, and the text by line."""

    faults: tuple[FaultRow, ...]
    filled: int
    total: int
    lines: tuple[CodeLine, ...]


def check(form: EditForm, about: About, values: Values) -> CheckedSql | None:
    """The check of the SQL among the answers, in the standard with the draft's other edits; None where the form asks for none."""
    if not form.asks_sql:
        return None
    cms, name, variant = key_of(form, about)
    extract = Extract(cms, name, str(values.get("variant") or variant), str(values.get("sql") or ""))
    told = tell(about.document, extract)
    marked = {fault.line for fault in told.faults}
    return CheckedSql(
        fault_rows(told.faults, extract.sql), told.filled, len(told.columns), numbered(extract.sql, marked)
    )


def _recalled(given: Values) -> Recalled:
    return Recalled(given["target"], "", given["values"] or {})


def _with_text(form: EditForm) -> EditForm:
    """The form with the text that stands as its first answer."""
    return replace(form, stands=_stands_of(form))


CHANGE = EditForm(
    "change_extract",
    "set_extract",
    "extract",
    "Change this SQL",
    "Change the SQL of {target}",
    _set,
    plain(SQL),
    NOTE,
    ("sql",),
    line="Set the SQL of {target}",
    recalls=_recalled,
)
EXTRACT_FORMS = (
    _with_text(CHANGE),
    _with_text(
        replace(
            CHANGE,
            key="object_sql",
            part="object",
            choice="Write or change the SQL that fills it from a system",
            title="SQL of {chosen} for {target}",
            sections=plain(SQL, BUILD),
            choose=Question(
                "cms", "Which case management system?", "radios", options=options.systems_with_builds, required=True
            ),
            checks=_checks,
            fits=lambda _values: False,
        )
    ),
    _with_text(
        replace(
            CHANGE,
            key="system_sql",
            part="system",
            choice="Write or change its SQL for an object",
            title="SQL of {target} for {chosen}",
            sections=plain(SQL, BUILD),
            choose=Question("object", "Which object?", "radios", options=options.objects_with_builds, required=True),
            checks=_checks,
            fits=lambda _values: False,
        )
    ),
    EditForm(
        "remove_extract",
        "remove_extract",
        "extract",
        "Remove it: the script fills the object from the mappings again",
        "Remove the SQL of {target}",
        removed,
        note="Items that only this SQL fills will stay empty in the script.",
    ),
)
