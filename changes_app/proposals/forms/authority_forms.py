"""The forms about local authorities: who they are, where their scripts read and write, and what they have otherwise."""

from __future__ import annotations

from typing import Any

from changes_app.proposals.forms import current, options
from changes_app.proposals.forms.asking import About, EditForm, Question, RawEdit, Section, Values, plain
from changes_app.proposals.forms.composing import added, differing, edit, removed
from specs_app.document.edits.authorities import KEYED

LOCAL = "It concerns this authority alone: somebody of the secretariat who did not propose it approves it."
TABLE_HINT = "One a line, as name = value. Take a line out to do without it."
NAME = Question("name", "Name", hint="Such as East Sussex.", required=True, missing="Enter the name of the authority")
CODE = Question(
    "code",
    "Code",
    hint="As the Department for Education gives it, such as 845.",
    required=True,
    missing="Enter the code of the authority",
)
WHO = (
    Question("region", "Region", hint="Such as South East."),
    Question(
        "stage",
        "How far is it?",
        "radios",
        "Live: its settings are in use.",
        options.stages,
        required=True,
        missing="Say how far it is",
    ),
    Question("system", "Case management system", "another", "Which one it runs.", options.system_names, blank="None"),
    Question(
        "variant", "Local build of the system", hint="Such as a warehouse of its own. Leave it empty for the usual."
    ),
    Question("database", "Database", hint="The product, such as SQL Server."),
    Question("version", "Version of the database", hint="Such as 2019."),
    Question("versions", "Versions of other parts", "table", "One a line, as front_end_vers = 16.0."),
    Question("header", "Words at the head of its file", "prose", "They stand in the file alone."),
)
PLACES = (
    Question("source_schema", "Schema that is read", hint="With its database before a dot, such as HDM.Child_Social."),
    Question("target_database", "Database in which the tables are made", hint="Leave it empty for the usual one."),
    Question("target_schema", "Schema in which the tables are made", hint="Leave it empty for the usual one."),
    Question("temporary", "Make temporary tables", "flag", "They are gone when the session ends."),
    Question("temporary_prefix", "Prefix of temporary tables", hint="Such as #ssd_."),
    Question(
        "no_count_on", "Switch counts of rows off while the script runs", "flag", "It says less, and runs faster."
    ),
)
PARAMETERS = (
    Question("parameters", "Values of parameters", "table", f"{TABLE_HINT} Such as ssd_timeframe_years = 5.", rows=6),
)
LEFT_OUT = (
    Question(
        "left_out_kinds", "Left out of the whole script", "choices", "Whatever the object.", options.kinds_left_out
    ),
    Question(
        "left_out",
        "Left out of single objects",
        "table",
        "A kind a line, with the objects in brackets, such as create_fk = [ssd_department, ssd_permanence].",
        rows=6,
    ),
    Question(
        "left_out_objects",
        "Objects left out altogether",
        "choices",
        "They get no table.",
        options.objects,
        options.left_out,
    ),
)
LOCAL_NAMES = (
    Question(
        "local_names",
        "Local names and types",
        "rows",
        "Name each item by its reference; say what is otherwise.",
        columns=(
            Question("item_ref", "Reference", hint="Such as PERS001A."),
            Question("object", "Object", hint="Where the item has no reference."),
            Question("item", "Item", hint="The name of the item."),
            Question("table", "Local table", hint="What holds it there."),
            Question("field", "Local column", hint="What it is called there."),
            Question("type", "Type", hint="Another than the standard has."),
            Question("size", "Size", "size", "Digits, or MAX."),
        ),
    ),
)


#: What a new authority can be given besides.
FURTHER = (
    ("Where its script reads and writes", PLACES),
    ("Parameters", PARAMETERS),
    ("What its script leaves out", LEFT_OUT),
    ("Local names and types", LOCAL_NAMES),
)


def _changed(form: EditForm, about: About, values: Values) -> list[RawEdit]:
    """One edit with what differs; of settings that have entries only those that do, null for one that was taken out."""
    stands = form.stands(about)
    found: dict[str, Any] = differing(values, stands)
    for key in KEYED:
        if key in found:
            old, new = stands.get(key) or {}, found[key] or {}
            found[key] = {name: new.get(name) for name in (*old, *new) if old.get(name) != new.get(name)}
    return [edit(form.action, about.target, found)] if found else []


def _opened(about: About, values: Values) -> Values:
    """The answers of an edit: of settings that have entries those that stand, with its own."""
    stands = current.authority(about)
    whole = {
        key: {name: value for name, value in {**(stands.get(key) or {}), **(values[key] or {})}.items() if value}
        for key in KEYED
        if key in values
    }
    return {**values, **whole}


def _form(key: str, choice: str, title: str, questions: tuple[Question, ...], note: str = "") -> EditForm:
    """A form that changes some of the settings."""
    keys = tuple(question.key for question in questions)
    return EditForm(
        key,
        "change_authority",
        "authority",
        choice,
        title,
        _changed,
        plain(*questions),
        f"{note} {LOCAL}".strip(),
        keys,
        stands=lambda about: {name: value for name, value in current.authority(about).items() if name in keys},
        opens=_opened,
    )


AUTHORITY_FORMS = (
    _form(
        "authority_places",
        "Change where its script reads and writes",
        "Change where the script of {target} reads and writes",
        PLACES,
    ),
    _form(
        "authority_parameters",
        "Change the values of its parameters, such as the time frame",
        "Change the parameters of {target}",
        PARAMETERS,
    ),
    _form(
        "authority_left_out",
        "Change what its script leaves out",
        "Change what the script of {target} leaves out",
        LEFT_OUT,
    ),
    _form("authority_names", "Change its local names and types", "Change the local names of {target}", LOCAL_NAMES),
    _form("authority", "Change its name, stage, system or database", "Change what {target} is and runs", (NAME, *WHO)),
    EditForm(
        "remove_authority",
        "remove_authority",
        "authority",
        "Remove it from the standard",
        "Remove the authority {target}",
        removed,
        note="Its file goes, and with it the script that follows its settings. The steering group decides on that.",
    ),
    EditForm(
        "add_authority",
        "add_authority",
        "standard",
        "Add a local authority",
        "Add the authority {target}",
        added,
        plain(
            CODE,
            NAME,
            *WHO,
        )
        + tuple(Section(title, questions, closed=True) for title, questions in FURTHER),
        "What you leave empty is as the standard has it. All of it can be changed later.",
        ("name", *(question.key for asked in (WHO, *(questions for _, questions in FURTHER)) for question in asked)),
        line="Add an authority",
        names="code",
    ),
)
