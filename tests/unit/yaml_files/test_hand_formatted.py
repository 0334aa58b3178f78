"""Files that people formatted by hand: an edit alters only the lines it must, or is refused with file, line and remedy."""

import difflib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specs_app.document.problems import Problem
from specs_app.document.types import Category, CategoryValue, CmsMapping, DataObject, Document, Item
from specs_app.yaml_files.reader import read
from specs_app.yaml_files.writer import CannotWriteError
from tests.versions import write

PATH = "data/objects/x_one.yml"
BLOCK = """\
nodes:
- name: x_one
  fields:
  - name: one_id
    description: Key
    item_ref: ONE001A
    type: int
    guidance: null
  - name: one_name
    description: Name
    item_ref: ONE002A
    type: nvarchar
    validators:
    - required:
        enabled: true
    returns:
    - CIN
    - RIIA
    cms:
    - a_cms
    guidance: Words of guidance
  - name: one_last
    description: Last
    item_ref: ONE003A
    type: date
"""
COMMENTS = """\
--- # a document
# about the file
nodes: # objects
- name: x_one # the first
  # about the fields
  fields:
  # the key
  - name: one_id  # id
    description: Key
    item_ref: ONE001A
    type: int

  # the name
  - name: one_name
    # before the description
    description: Name    # spaces before
    item_ref: ONE002A
    type: 'nvarchar'	# a tab before
    validators:
    # before required
    - required:
        enabled: true # really
    returns: # the returns
    - CIN # census
    - RIIA
    # after the returns
    cms:
    - a_cms
    guidance: "Words of guidance" # why

  # the last
  - name: one_last
    description: Last
    item_ref: ONE003A
    type: date
# the end
"""
FLOW = """\
nodes:
- name: x_one
  fields:
  - {name: one_id, item_ref: ONE001A, type: int}
  - {name: one_name, description: "Name", item_ref: ONE002A, type: nvarchar, validators: [{required: {enabled: true}}], \
returns: [CIN, RIIA], cms: [a_cms], guidance: 'Words of guidance'}
  - {name: one_last, item_ref: ONE003A, type: date}
"""
FLOW_LISTS = """\
nodes:
- name: x_one
  fields:
  - name: one_id
    item_ref: ONE001A
    type: int
  - name: one_name
    description: Name
    item_ref: ONE002A
    type: nvarchar
    validators: [required]
    returns: [ CIN, "RIIA" ]
    cms: [a_cms]
    guidance: Words of guidance
  - name: one_last
    item_ref: ONE003A
    type: date
"""
SPANNING = """\
nodes:
- name: x_one
  fields: [
    {name: one_id, item_ref: ONE001A, type: int},  # the key
    {name: one_name, description: Name, item_ref: ONE002A, type: nvarchar,
     validators: [required], returns: [CIN, RIIA], cms: [a_cms], guidance: Words of guidance},
    {name: one_last, item_ref: ONE003A, type: date}
  ]
"""
ALIASES = """\
shared: &words Words of guidance
lists: &returns [CIN, RIIA]
nodes:
- name: x_one
  fields:
  - name: one_id
    item_ref: ONE001A
    type: &type nvarchar
    returns: *returns
  - name: one_name
    description: Name
    item_ref: ONE002A
    type: *type
    validators:
    - required:
        enabled: true
    returns: *returns
    cms:
    - a_cms
    guidance: *words
  - name: one_last
    item_ref: ONE003A
    type: date
"""
SCALARS = """\
nodes:
- name: x_one
  fields:
  - name: one_id
    item_ref: ONE001A
    type: int
    guidance: |+
      Kept

  - "name": one_name
    'description': >-
      Folded
      words

      and more
    item_ref: !!str ONE002A
    type: "nv\\
      archar"
    validators:
      - required:
          enabled: true
    returns:
      -   CIN
      -
        RIIA
    cms:
      - a_cms
    guidance: |

      Words of guidance

        indented


  - name: one_last
    item_ref: ONE003A
    type: date
    guidance: plain text
      over lines
"""
ODD = """\
-   fields:
    -
        item_ref:   ONE001A
        name :   one_id
        type: int
    -
        item_ref: ONE002A
        type: nvarchar
        name: one_name
        description:
        returns:   CIN
        cms: []
        validators: {required: {enabled: yes}, length: {most: 5}}
        colour: red
    - item_ref: ONE003A
      name: one_last
    name: x_one
...
"""
TEXTS = {
    "block": BLOCK,
    "indented": BLOCK.replace("\n    - ", "\n      - ").replace("        enabled", "          enabled"),
    "comments": COMMENTS,
    "flow": FLOW,
    "flow lists": FLOW_LISTS,
    "spanning": SPANNING,
    "aliases": ALIASES,
    "scalars": SCALARS,
    "odd": ODD,
}
FORMS = {
    "plain": lambda text: text.encode(),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "no last newline": lambda text: text.rstrip("\n").encode(),
}
NEW = Item("ONE009A", "one_new", "New: one", "nvarchar", "Yes", required=True, returns=("CIN",), max_field_size="12")
EDITS = {
    "guidance": lambda item: replace(item, guidance='It\'s "new": # – one\n\nand two'),
    "short guidance": lambda item: replace(item, guidance="no"),
    "no guidance": lambda item: replace(item, guidance=""),
    "description": lambda item: replace(item, description="Another: one"),
    "type": lambda item: replace(item, type="decimal"),
    "size": lambda item: replace(item, max_field_size="48"),
    "not required": lambda item: replace(item, required=False),
    "unique": lambda item: replace(item, unique=True),
    "key": lambda item: replace(item, primary_key=True),
    "return added": lambda item: replace(item, returns=(*item.returns, "SEN2")),
    "return removed": lambda item: replace(item, returns=item.returns[1:]),
    "no returns": lambda item: replace(item, returns=()),
    "mapped": lambda item: replace(item, cms=(*item.cms, CmsMapping("b_cms", True, "t", "f", "A.B", "R", "n: x"))),
    "unmapped": lambda item: replace(item, cms=()),
    "renamed": lambda item: replace(item, name="one_other"),
    "metadata": lambda item: replace(item, metadata=(("change_id", "X-1"), ("versions_count", "1"))),
}
MAY_REFUSE = {
    "spanning": {"size", "not required", "key", "no returns", "mapped", "unmapped", "metadata"},
    "aliases": {"guidance", "short guidance", "no guidance", "type", "return added", "return removed"},
}


def edited(document: Document, items: tuple[Item, ...]) -> Document:
    (entry,) = document.objects
    return replace(document, objects=(replace(entry, items=items),))


def outcome(data: bytes, change) -> bytes | CannotWriteError:
    """The file after a change of the items, read back, or the refusal."""
    files = {PATH: data, "specification.yml": b"title: T\n"}
    document = read(files).document
    target = edited(document, change(document.objects[0].items))
    try:
        changes = write(files, target)
    except CannotWriteError as error:
        return error
    assert changes.keys() <= {PATH}
    assert read({**files, **changes}).document == target
    return changes.get(PATH, data)


def is_clear(error: CannotWriteError) -> bool:
    problem = error.problem
    return bool(problem.file == PATH and problem.line and problem.message and problem.remedy)


def item_lines(data: bytes) -> range:
    """The lines of the item in the middle, up to the last before the next item."""
    places = read({PATH: data}).source_map
    first, last = places["items/ONE002A"].line, places["items/ONE003A"].line
    return range(first - 1, last)


def touched(before: bytes, after: bytes) -> set[int]:
    matcher = difflib.SequenceMatcher(None, before.splitlines(True), after.splitlines(True), autojunk=False)
    spans = (
        range(start + 1, end + 1) if end > start else (start,)
        for tag, start, end, *_ in matcher.get_opcodes()
        if tag != "equal"
    )
    return {line for span in spans for line in span}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", TEXTS)
def test_without_edits_no_byte_changes(name, form):
    data = FORMS[form](TEXTS[name])
    assert outcome(data, lambda items: items) == data


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", TEXTS)
def test_change_of_an_item_touches_its_lines_or_is_refused(name, form):
    data = FORMS[form](TEXTS[name])
    refused = []
    for edit, change in EDITS.items():
        result = outcome(data, lambda items, change=change: (items[0], change(items[1]), items[2]))
        if isinstance(result, CannotWriteError):
            assert is_clear(result)
            refused.append(edit)
            continue
        assert touched(data, result) <= set(item_lines(data)), edit
        assert result.startswith(b"\xef\xbb\xbf") == (form == "bom")
        assert (b"\r\n" in result) == (form == "crlf")
        assert result.count(b"\n") == result.count(b"\r\n") or form != "crlf"
        assert result.endswith(b"\n") == (form != "no last newline")
    assert set(refused) <= MAY_REFUSE.get(name, set())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", [name for name in TEXTS if name != "spanning"])
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_added_item_adds_lines_only(name, form, place):
    data = FORMS[form](TEXTS[name])
    result = outcome(data, lambda items: (*items[:place], NEW, *items[place:]))
    assert isinstance(result, bytes), result
    before, after = data.splitlines(), result.splitlines()
    rest = iter(after)
    assert all(line in rest for line in before)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", [name for name in TEXTS if name != "spanning"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_removed_item_removes_lines_only(name, form, place):
    data = FORMS[form](TEXTS[name])
    result = outcome(data, lambda items: items[:place] + items[place + 1 :])
    if (name, place) in (
        ("aliases", 0),
        ("scalars", 1),
    ):  # an anchor is used below; blank lines would join a kept block
        assert isinstance(result, CannotWriteError)
        assert is_clear(result)
        return
    assert isinstance(result, bytes), result
    rest = iter(data.splitlines())
    assert all(line in rest for line in result.splitlines())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", [name for name in TEXTS if name not in ("spanning", "flow")])
def test_moved_item_takes_its_lines_along(name, form):
    data = FORMS[form](TEXTS[name])
    result = outcome(data, lambda items: (items[0], items[2], items[1]))
    assert isinstance(result, bytes), result
    assert sorted(result.split()) == sorted(data.split())


def test_comments_keep_their_places():
    result = outcome(COMMENTS.encode(), lambda items: (items[0], EDITS["guidance"](EDITS["type"](items[1])), items[2]))
    assert isinstance(result, bytes)
    assert result.count(b"#") >= COMMENTS.count("#")
    assert b"type: 'decimal'\t# a tab before" in result
    assert b'" # why' in result


def test_shared_values_are_named_in_the_refusal():
    error = outcome(ALIASES.encode(), lambda items: (items[0], EDITS["type"](items[1]), items[2]))
    assert isinstance(error, CannotWriteError)
    assert "alias" in error.problem.message
    assert error.problem.line == 13


CODES = {
    "mappings": "# item ref: 1\n- value: 1\n  description: 'One'\n- value: 'Yes'\n  description: ''\n  explanation: kept\n",
    "texts": "# codes\n- 1 # one\n- Yes\n",
    "flow": "[1, Yes]\n",
    "indented": "  - 1\n  - value: Yes\n",
    "crlf": "- value: 1\r\n- value: Yes",
}


@pytest.mark.parametrize("name", CODES)
def test_code_lists_of_every_form_are_changed_where_they_stand(name):
    files = {"data/categories/codes.yml": CODES[name].encode(), "specification.yml": b"title: T\n"}
    document = read(files).document
    one, two = document.categories[0].values
    added = CategoryValue("012", "Twelve: it")
    for values in (
        (one, two, added),
        (added, one, two),
        (two,),
        (two, one),
        (one, replace(two, description="Z")),
        (replace(one, value="on"), two),
        (),
    ):
        target = replace(document, categories=(Category("codes", values),))
        changes = write(files, target)
        after = read({**files, **changes})
        assert after.document == target
        text = changes["data/categories/codes.yml"].decode()
        assert ("\r\n" in text) == (name == "crlf" and len(values) > 1)
        assert text.count("#") == CODES[name].count("#") or len(values) < 2


def test_merged_in_items_are_refused_and_repeated_keys_count_last():
    base = "base: &base\n  fields:\n  - {name: a, item_ref: A1}\nnodes:\n- <<: *base\n  name: x_one\n"
    error = outcome(base.encode(), lambda items: (replace(items[0], type="int"),))
    assert isinstance(error, CannotWriteError)
    assert is_clear(error)
    twice = "nodes:\n- name: x_one\n  fields: []\n  fields:\n  - {name: a, item_ref: A1}\n"
    result = outcome(twice.encode(), lambda items: (replace(items[0], type="int"),))
    assert result == twice.replace("A1}", "A1, type: int}").encode()


@pytest.mark.parametrize("name", ["../up", "a/b", ".hidden", "a\\b", "", "a" * 200, "nul\0"])
def test_names_that_are_no_file_names_are_refused(name):
    files = {PATH: BLOCK.encode(), "specification.yml": b"title: T\n"}
    document = read(files).document
    for target in (
        replace(document, objects=(*document.objects, DataObject(name))),
        replace(document, objects=(replace(document.objects[0], name=name),)) if name else document,
        replace(document, categories=(Category(name, (CategoryValue("1"),)),)),
    ):
        if target != document:
            with pytest.raises(CannotWriteError):
                write(files, target)


def test_new_code_list_never_replaces_a_file_that_cannot_be_read():
    files = {"data/categories/codes.yml": b"- a: b: c\n", "specification.yml": b"title: T\n"}
    target = replace(read(files).document, categories=(Category("codes", (CategoryValue("1"),)),))
    with pytest.raises(CannotWriteError) as caught:
        write(files, target)
    assert caught.value.problem.file == "data/categories/codes.yml"


BITS = (
    *("\n", "\n\n", "  ", "- ", ": ", "# c", "\t", '"', "'", "{", "}", "[", "]", "&a ", "*a", "|\n", ">-\n"),
    *("!!str ", "? ", ",", "\r\n", "\ufeff", "---\n", "...\n", "<<: *a", "\u2028", "\x85", "\0", "~", "nodes:\n"),
    "  fields:\n",
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([*TEXTS.values()]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.sampled_from(BITS)), max_size=3),
    st.sampled_from(list(EDITS)),
)
def test_damaged_files_are_read_and_changed_or_refused(text, damages, edit):
    for share, bit in damages:
        place = int(share * len(text))
        text = text[:place] + bit + text[place:]
    files = {PATH: text.encode(), "specification.yml": b"title: T\n"}
    document = read(files).document
    assert write(files, document) == {}
    for entry in document.objects:
        items = tuple(EDITS[edit](item) for item in entry.items)
        objects = tuple(replace(one, items=items) if one is entry else one for one in document.objects)
        refusal = refused(files, replace(document, objects=objects))
        assert refusal is None or (refusal.line and refusal.remedy)


def refused(files: dict[str, bytes], target: Document) -> Problem | None:
    try:
        write(files, target)
    except CannotWriteError as error:
        return error.problem
    return None


@pytest.mark.parametrize("blank", ["\n\n", "   \n\n", "\n  \n"])
def test_blank_lines_behind_a_block_of_text_stay(blank):
    text = SCALARS.replace("\n\n\n  - name: one_last", f"\n{blank}  - name: one_last")
    result = outcome(text.encode(), lambda items: (items[0], replace(items[1], guidance="Short"), items[2]))
    assert isinstance(result, bytes)
    assert f"    guidance: Short\n{blank}  - name: one_last".encode() in result
