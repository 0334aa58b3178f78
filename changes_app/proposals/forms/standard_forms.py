"""The forms about the standard as a whole: its words, who may read it, and how changes of it are decided."""

from __future__ import annotations

from changes_app.proposals.forms import current, options
from changes_app.proposals.forms.asking import About, EditForm, Question, RawEdit, Recalled, Values, plain
from changes_app.proposals.forms.composing import changed, differing, edit

ABOUT_KEYS = ("title", "publisher", "description", "short_name", "mark", "colour", "version", "public_comments")


def _ruled(form: EditForm, about: About, values: Values) -> list[RawEdit]:
    """What differs of one rule."""
    found = differing(values, form.stands(about))
    return [edit("change_settings", "", {"rules": {about.target: found}})] if found else []


def _recalled_rule(given: Values) -> Recalled:
    rules = given["values"].get("rules") or {}
    name = next(iter(rules), "")
    return Recalled(name, "", rules.get(name) or {})


def _registered(form: EditForm, about: About, values: Values) -> list[RawEdit]:
    """The tables with another wide one, or without it."""
    if not differing(values, form.stands(about)):
        return []
    path = values.get("path")
    return [edit("change_settings", "", {"tables": [{"path": path, "kind": "wide"}] if path else []})]


def _recalled_table(given: Values) -> Recalled:
    tables = given["values"].get("tables") or []
    return Recalled("", "", {"path": next((entry.get("path") for entry in tables), None)})


STANDARD_FORMS = (
    EditForm(
        "about_standard",
        "change_settings",
        "standard",
        "Change the title, publisher, description, version, mark or colour of the standard",
        "Change what the standard is called",
        changed,
        plain(
            Question(
                "title",
                "Title",
                hint="What the standard is called, such as Standard Safeguarding Dataset.",
                required=True,
                missing="Enter the title",
            ),
            Question("publisher", "Publisher", hint="Who publishes it, such as a council or a partnership."),
            Question(
                "description",
                "Description",
                "prose",
                "What it is for, in a few sentences. The overview begins with it.",
            ),
            Question("short_name", "Short name", hint="What people call it, such as SSD. At most 24 characters."),
            Question("mark", "Mark", hint="One to three letters or digits that stand for it in its tile."),
            Question(
                "colour",
                "Colour",
                "choice",
                "Of its tile and the line below its menu. White text can be read on each, and each on white.",
                options.colours,
                blank="The portal chooses",
            ),
            Question("version", "Version", hint="The version that is being worked on, such as 1.5.0."),
            Question("public_comments", "Anybody may comment on proposals", "flag", "Without being a member."),
        ),
        "You see what stands now. Everything you leave alone stays as it is.",
        ABOUT_KEYS,
        stands=lambda about: {key: current.settings(about)[key] for key in ABOUT_KEYS},
    ),
    EditForm(
        "access",
        "change_settings",
        "standard",
        "Change who may read the standard",
        "Change who may read the standard",
        changed,
        plain(
            Question(
                "access",
                "Who may read it?",
                "radios",
                "What each answer means stands above.",
                options.accesses,
                required=True,
                missing="Choose who may read it",
            ),
        ),
        "A restricted standard disappears from the public pages, downloads, search and the address for scripts: whoever was not "
        "let in gets “not found”. Links and scripts of others stop working. What was downloaded before stays with them. Opening "
        "it shows its whole history to everybody.",
        ("access",),
        stands=lambda about: {"access": current.settings(about)["access"]},
    ),
    EditForm(
        "table",
        "change_settings",
        "standard",
        "Change which table is kept beside the files",
        "Change which table is kept beside the files",
        _registered,
        plain(
            Question(
                "path",
                "Path of the table",
                hint="Its path in the repository, such as docs/admin/data_objects_specification.csv. Empty for none.",
            ),
        ),
        "The wide table of data objects: a CSV file of the repository with a row an item. Each change is written there too, and "
        "what only the table says is shown with the item.",
        ("tables",),
        stands=current.table,
        recalls=_recalled_table,
    ),
    EditForm(
        "rule",
        "change_settings",
        "rule",
        "Change the steering rules",
        "Change the steering rules: {target}",
        _ruled,
        plain(
            Question(
                "approvals",
                "Approvals needed",
                "number",
                "How many organisations must approve; at least 1.",
                required=True,
                missing="Enter how many approvals are needed",
            ),
            Question(
                "quorum",
                "Votes needed (quorum)",
                "number",
                "How many organisations must vote at all, whatever they vote; at least 1.",
                required=True,
                missing="Enter how many votes are needed",
            ),
            Question("objection_blocks", "One objection stops it", "flag", "Until it is withdrawn."),
            Question(
                "consultation_days",
                "Days of consultation",
                "number",
                "How long everybody may comment before it can be approved; 0 for none.",
                required=True,
                missing="Enter the days of consultation, or 0",
            ),
            Question(
                "final_comment_days",
                "Days for final comments",
                "number",
                "How long it stays open once the votes suffice; 0 for none.",
                required=True,
                missing="Enter the days for final comments, or 0",
            ),
            Question(
                "deadline_days",
                "Days until votes are overdue",
                "number",
                "When voters are reminded, counted from the begin of the review; 0 for never.",
                required=True,
                missing="Enter the days until votes are overdue, or 0",
            ),
            Question(
                "notice_days",
                "Days of notice",
                "number",
                "How long between the decision and its publication, so that councils can prepare; 0 for none.",
                required=True,
                missing="Enter the days of notice, or 0",
            ),
        ),
        "A change of the rules is always decided by the rules before it. Proposals that were sent already keep theirs.",
        ("rules",),
        stands=current.rule,
        recalls=_recalled_rule,
    ),
)
