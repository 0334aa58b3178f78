"""The forms about items: words, facts, returns, systems, place, and a new one."""

from __future__ import annotations

from dataclasses import replace

from changes_app.proposals.forms import current, item_edits, options
from changes_app.proposals.forms.asking import EditForm, Question, plain
from changes_app.proposals.forms.composing import removed
from changes_app.proposals.forms.item_questions import CELLS, MAPPING, PLACES, QUESTIONS, VARIANTS, after, sections
from specs_app.document.edits.items import ADD_KEYS, CHANGE_KEYS

CHANGE = EditForm(
    "details",
    "change_item",
    "item",
    "Change its name, type, codes or other details",
    "Change the details of {target}",
    item_edits.changed,
    sections(new=False),
    "Change only what is wrong. Everything you leave alone stays as it is.",
    tuple(key for key in CHANGE_KEYS if key != "table_cells"),
    stands=current.item,
    opens=item_edits.opened,
    checks=item_edits.checks,
)
ITEM_FORMS = (
    replace(
        CHANGE,
        key="wording",
        choice="Change its definition or guidance",
        title="Change the wording of {target}",
        sections=plain(QUESTIONS["guidance"], QUESTIONS["description"]),
        note="Write it as it should be. What stands now is beside it.",
        keys=("guidance", "description"),
        checks=lambda *_: {},
    ),
    replace(
        CHANGE,
        key="item_returns",
        choice="Change which returns ask for it, and where",
        title="Change the returns of {target}",
        sections=plain(QUESTIONS["returns"], PLACES),
        note="A return's section must be in the standard first: change the return to add one.",
        keys=("returns",),
        checks=lambda *_: {},
    ),
    CHANGE,
    EditForm(
        "map_item",
        "map_item",
        "item",
        "Say how a case management system holds it",
        "How {chosen} holds {target}",
        item_edits.mapped,
        plain(*MAPPING, VARIANTS),
        "You see what stands now. An answer that you empty is taken away. Untick and empty all to say that the system does not "
        "hold it.",
        ("cms", "marked", "table", "field", "source", "status", "note", "variants"),
        stands=current.mapping,
        recalls=item_edits.recalled_mapping,
        choose=Question(
            "cms",
            "Which case management system?",
            "radios",
            options=options.systems,
            required=True,
            missing="Choose a system",
        ),
    ),
    replace(
        CHANGE,
        key="item_checks",
        choice="Change what its values must fulfil",
        title="Change the checks of {target}",
        sections=plain(*(QUESTIONS[key] for key in ("required", "unique", "validators"))),
        note="You see what stands now. A check is registered in the standard first: add a validator.",
        keys=("required", "unique", "validators"),
        checks=lambda *_: {},
    ),
    replace(
        CHANGE,
        key="table_cells",
        choice="Change what the table says of it beside the files",
        title="Change what the table says of {target}",
        sections=plain(CELLS),
        note="Only the table holds these. Everything you leave alone stays as it is.",
        keys=("table_cells",),
        stands=item_edits.cells,
        opens=item_edits.opened_cells,
        compose=item_edits.changed_cells,
        checks=lambda *_: {},
        offered=lambda document: bool(document.table_columns),
    ),
    replace(
        CHANGE,
        key="deprecate",
        choice="Say that it is on its way out",
        title="Say that {target} is on its way out",
        sections=plain(replace(QUESTIONS["deprecated"], hint="Empty all three to keep the item after all.")),
        note="It stays in the standard, marked, until a later change removes it. Councils see what to use in its place.",
        keys=("deprecated",),
        checks=lambda *_: {},
    ),
    EditForm(
        "move_item",
        "move_item",
        "item",
        "Move it behind another item",
        "Move {target}",
        item_edits.moved,
        plain(after("At the end")),
        "Only the order of the object changes, in pages and files.",
        ("after",),
    ),
    EditForm(
        "remove_item",
        "remove_item",
        "item",
        "Remove it from the standard",
        "Remove {target}",
        removed,
        note="It is no longer in the standard once this is published, and its column goes from the scripts. Its reference is never "
        "used again. Consider saying first that it is on its way out.",
    ),
    EditForm(
        "add_item",
        "add_item",
        "object",
        "Add a new item",
        "Add an item to {target}",
        item_edits.added,
        sections(new=True),
        "Fill in what you know. Most people need the first two sections only.",
        ADD_KEYS,
        line="Add the item {name} to {target}",
        opens=item_edits.opened,
        checks=item_edits.checks,
    ),
)
