"""A version reads again only what differs from another: counted, not timed."""

import pytest

from specs_app.repository.folder import Folder
from specs_app.repository.repository import Repository
from specs_app.versions import loading
from specs_app.versions.cache import VERSIONS
from specs_app.yaml_files import reader
from specs_app.yaml_files.read.collector import FilePart
from specs_app.yaml_files.reader import read
from specs_app.yaml_files.writer import write
from tests.unit.versions.test_cache import files
from tests.versions import ADA, WHEN

MANY = 3000
PATH = "data/objects/obj_1234.yml"


@pytest.fixture
def read_paths(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that are read from here on."""
    paths, real = list[str](), reader.read_part

    def counted(kind: str, path: str, data: bytes) -> FilePart:
        paths.append(path)
        return real(kind, path, data)

    monkeypatch.setattr(reader, "read_part", counted)
    return paths


def test_edit_of_one_file_among_thousands_reads_one_file(read_paths: list[str]) -> None:
    before = read(files(MANY))
    assert len(read_paths) == MANY
    read_paths.clear()
    other = {**before.files, PATH: before.files[PATH].replace(b"type: int", b"type: nvarchar")}
    after = read(other, before)
    assert read_paths == [PATH]
    assert after == read(other)
    kept = zip(before.document.objects, after.document.objects, strict=True)
    assert [new.name for old, new in kept if new is not old] == ["obj_1234"]


def test_writing_one_item_among_thousands_reads_one_file(read_paths: list[str]) -> None:
    before = read(files(MANY))
    other = {**before.files, PATH: before.files[PATH].replace(b"type: int", b"type: nvarchar")}
    target = read(other, before).document
    read_paths.clear()
    changes, after = write(before, target)
    assert read_paths == [PATH]
    assert changes == {PATH: other[PATH]}
    assert after.document == target


def test_file_read_as_another_kind_is_read_again() -> None:
    text = b"- value: A\n- value: B\n"
    before = read({"data/objects/list.yml": text})
    moved = read(
        {"data/objects/list.yml": text, "specification.yml": b"layout: {categories: [data/objects]}\n"}, before
    )
    assert moved == read(dict(moved.files))
    assert [entry.name for entry in moved.document.categories] == ["list"]


def test_next_commit_is_read_from_git_where_it_differs(tmp_path, read_paths: list[str], monkeypatch) -> None:
    monkeypatch.setattr(loading, "VERSIONS", type(VERSIONS)(2**30))
    who = {"author": ADA, "committer": ADA, "when": WHEN}
    with Folder.create(tmp_path / "many.git") as folder:
        store = Repository(folder)
        first = store.commit_tree("", files(30), message="1", **who)
        other = files(30)["data/objects/obj_7.yml"] + b"    description: Other\n"
        second = store.commit_tree(first, {"data/objects/obj_7.yml": other, "README.md": b"New"}, message="2", **who)
        before = loading.load_from(store, "many", first)
        read_paths.clear()
        blobs, real = [], Folder.read_files
        monkeypatch.setattr(Folder, "read_files", lambda self, names: blobs.extend(names) or real(self, names))
        after = loading.load_from(store, "many", second)
    assert (after.slug, len(blobs), read_paths) == ("many", 2, ["data/objects/obj_7.yml"])
    assert after.files["data/objects/obj_6.yml"] is before.files["data/objects/obj_6.yml"]
    assert after.reading == read(dict(after.files))
