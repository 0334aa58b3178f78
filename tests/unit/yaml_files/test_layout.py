"""Which file holds what: inferred or stated, the same files are the same kinds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs_app.yaml_files.layout import SETTINGS_FILE, inferred, plan
from specs_app.yaml_files.reader import read
from tests.versions import write

NAMES = [
    *("data", "schema", "objects", "objects__next", "categories", "categories__old", "deep", "docs", "person"),
    *("relationships", "notes"),
]
ENDINGS = ["", ".yml", ".yaml", ".md", "/"]
OBJECT = b"nodes:\n- name: x_one\n  fields:\n  - name: one_id\n    item_ref: ONE001A\n    type: int\n"
CONTENTS = [OBJECT, b"- A\n", b"relationships: []\n", b"title: none\n", b""]


@st.composite
def trees(draw: st.DrawFn) -> dict[str, bytes]:
    """Folders and files with telling names in any order, and any content in any of them."""
    parts = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4)
    path = st.builds(lambda names, ending: "/".join(names) + ending.rstrip("/"), parts, st.sampled_from(ENDINGS))
    found = draw(st.dictionaries(path, st.sampled_from(CONTENTS), max_size=8))
    return {name: data for name, data in found.items() if not any(other.startswith(f"{name}/") for other in found)}


@given(trees())
def test_inferred_layout_once_stated_reads_the_same_files(files: dict[str, bytes]) -> None:
    found = plan(files, None)
    assert found.layout == inferred(files)
    assert plan({**files, SETTINGS_FILE: b"title: T\n"}, found.layout).kinds == found.kinds


@given(trees())
def test_settings_written_leave_the_document_as_it_was(files: dict[str, bytes]) -> None:
    before = read(files).document
    written = {path: data for path, data in write(files, before, with_settings=True).items() if data is not None}
    assert written.keys() == {SETTINGS_FILE}
    assert read({**files, **written}).document == before


@pytest.mark.parametrize("path", ["schema/x_one.yml", "schema/deep/x_one", "x_one.yml"])
def test_places_of_objects_and_other_things_are_named(path: str) -> None:
    files = {path: OBJECT, "schema/notes.yml": b"by: hand\n", "notes.yml": b"by: hand\n", "mkdocs.yml": b"nav: []\n"}
    layout = inferred(files)
    assert layout.objects == ("schema" if path.startswith("schema") else ".",)
    stated = plan({**files, SETTINGS_FILE: b""}, layout)
    assert stated.kinds == {path: "objects"}
    assert stated.relationships == ("schema/" if path.startswith("schema") else "") + "relationships.yml"
