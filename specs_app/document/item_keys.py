"""The keys of an item, once: what files, REST, tables, forms, pages and differences call each of them, and how they take it.

What a kind of key needs is done alike for all keys of the kind. What a single key needs besides (a size, a foreign key, the
mappings) is a function under its name beside the reader or writer that needs it; those tables are called ``OWN``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from specs_app.document.item_key import ItemKey
from specs_app.document.types import SENSITIVITIES

#: In the order of REST.
ITEM_KEYS = (
    ItemKey(
        "item_ref",
        "line",
        "Reference",
        "Leave it empty to be given the next free one.",
        "rest",
        fixed=True,
        words="reference",
        about="Stays the same when the item is renamed.",
        stated=True,
        file_behind="description",
        form_behind="status",
    ),
    ItemKey(
        "name",
        "line",
        "Name",
        "Small letters, digits and underscores, as the column is called in SQL, such as pers_birth_date.",
        "what",
        change="renamed",
        grade="breaking",
        stated=True,
    ),
    ItemKey("object", "own", file=""),
    ItemKey(
        "description",
        "prose",
        "Definition",
        "What it is, in one sentence.",
        "what",
        rows=2,
        words="definition",
        change="wording",
        grade="editorial",
        stated=True,
    ),
    ItemKey(
        "guidance",
        "prose",
        "Guidance",
        "How to record it. Leave an empty line between paragraphs.",
        "what",
        rows=8,
        change="wording",
        grade="editorial",
        stated=True,
        file_behind="deprecated",
    ),
    ItemKey(
        "type",
        "line",
        "Type",
        "What it holds. Most text is nvarchar; a date with a time is datetime.",
        "type",
        term="Type",
        change="type",
        stated=True,
        located=True,
    ),
    ItemKey(
        "max_field_size",
        "line",
        "Size",
        "The most characters a text may have, such as 20, or MAX for a long text.",
        "type",
        words="size",
        change="size",
        typed=True,
        located=True,
    ),
    ItemKey(
        "primary_key",
        "flag",
        "It is part of the primary key",
        "The key tells one row from another.",
        "type",
        term="Key",
        change="key",
        grade="breaking",
        form_behind="unique",
    ),
    ItemKey(
        "foreign_key",
        "own",
        "It points at",
        "The key of another object, if it refers to one.",
        "type",
        words="what it points at",
        term="Points at",
        located=True,
    ),
    ItemKey("required", "flag", "It must always be filled", "", "type", term="Required", change="required", file=""),
    ItemKey("unique", "flag", "No value may occur twice", "", "type", term="Unique", change="unique", file=""),
    ItemKey("constraints", "words", change="constraint", grade="breaking", rest="", file_behind="domains"),
    ItemKey(
        "validators",
        "own",
        "Checks of its values",
        "The validator, what it must be told (one a line, such as max = 20, or a list as [a, b]), and the return's own rule that "
        "it stands for. A row that you empty is taken away.",
        "rest",
        words="validation",
        about="What else is asked of its values.",
        change="constraint",
        typed=True,
        form_behind="expected_data",
    ),
    ItemKey(
        "domains",
        "words",
        "Domains",
        "What it is about.",
        "asked",
        term="Domains",
        change="domain",
        file="categories",
        form_behind="returns",
    ),
    ItemKey(
        "returns",
        "words",
        "Returns that ask for it",
        "Tick each return that asks for it.",
        "asked",
        located=True,
    ),
    ItemKey(
        "returns_map",
        "own",
        words="places in returns",
        about="Marks for returns that the item itself does not list.",
        rest="unlisted_returns",
        file_behind="sensitivity",
    ),
    ItemKey("cms", "own", words="systems", located=True),
    ItemKey("cms_field", "own", rest="", located=True),
    ItemKey("cms_table", "own", rest=""),
    ItemKey("cms_source", "own", rest="", located=True, file_behind="returns_map"),
    ItemKey(
        "category",
        "line",
        "Code list",
        "The list that its values come from, if there is one.",
        "type",
        words="code list",
        about="The code list.",
        change="category",
        located=True,
        form_behind="max_field_size",
    ),
    ItemKey(
        "expected_data",
        "prose",
        "Expected data",
        "An example or a rule for its values.",
        "rest",
        rows=2,
        term="Expected data",
        change="other",
        grade="compatible",
        form_behind="item_ref",
    ),
    ItemKey(
        "join_type",
        "line",
        "Join type",
        "How a script joins the table that holds it.",
        "rest",
        change="other",
        grade="compatible",
        form_behind="validators",
    ),
    ItemKey(
        "status",
        "line",
        "Delivery status",
        "How far the script for it is.",
        "rest",
        words="delivery status",
        term="Delivery status",
        change="status",
        grade="compatible",
        located=True,
        form_behind="sensitivity",
    ),
    ItemKey(
        "sensitivity",
        "choice",
        "Sensitivity",
        "How carefully it must be handled.",
        "rest",
        term="Sensitivity",
        change="sensitivity",
        options=SENSITIVITIES,
    ),
    ItemKey(
        "synthetic",
        "table",
        "Invented data",
        "How test data is made up. One setting a line, such as generator = date_of_birth; a list as [a, b].",
        "rest",
        rows=3,
        words="synthetic data",
        change="synthetic",
        grade="compatible",
        rest="",
        typed=True,
    ),
    ItemKey(
        "deprecated",
        "own",
        "On its way out",
        "Leave all three empty unless the standard is going to drop it.",
        "rest",
        words="deprecation",
        change="deprecated",
        grade="compatible",
    ),
    ItemKey(
        "table_cells",
        "table",
        words="columns of the table",
        about="What the registered table says of the item and the files do not, by the headers of its columns.",
        change="other",
        grade="compatible",
        file="",
    ),
    ItemKey("metadata", "table", term="Last changed by", about="What the files keep about the item's own changes."),
)
BY_NAME = {key.name: key for key in ITEM_KEYS}
ASKED = tuple(key for key in ITEM_KEYS if key.section)
TOLD = tuple(key for key in ITEM_KEYS if key.in_rest)
FLAGS = tuple(key.name for key in ITEM_KEYS if key.kind == "flag")
#: The keys of files below which numbers and truth values may stand.
TYPED = tuple(key.in_file for key in ITEM_KEYS if key.in_file and (key.typed or key.kind == "flag"))


def _placed(behind: Callable[[ItemKey], str]) -> Iterator[ItemKey]:
    """All keys in their order, but those that stand behind another right behind it."""

    def group(key: ItemKey) -> Iterator[ItemKey]:
        yield key
        yield from groups(other for other in ITEM_KEYS if behind(other) == key.name)

    def groups(keys: Iterable[ItemKey]) -> Iterator[ItemKey]:
        return (found for key in keys for found in group(key))

    return groups(key for key in ITEM_KEYS if not behind(key))


#: The keys of a file, in the order in which new ones are written.
WRITTEN = tuple(key for key in _placed(lambda key: key.file_behind) if key.in_file)
#: The keys that forms ask for, in their order within each section.
IN_FORMS = tuple(key for key in _placed(lambda key: key.form_behind) if key.section)
