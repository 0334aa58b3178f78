"""Small specifications for tests, made by the real import."""

import subprocess
from pathlib import Path
from textwrap import dedent

from specs_app.actions.imports import import_specification
from specs_app.models import Specification
from tests.recorded import as_before

SLUG = "tiny"

SMALL = {
    "data/objects/tin_person.yml": """\
        nodes:
        - name: tin_person
          fields:
          - name: pers_id
            description: Key of the person.
            item_ref: PERS001A
            type: nvarchar
            primary_key: true
            categories:
            - identity
            returns:
            - CensusA
            cms:
            - mosaic
            guidance: Give the number that the system uses.
          - name: pers_sex
            description: Sex as recorded.
            item_ref: PERS002A
            type: nvarchar
            validators:
            - required: true
            returns:
            - CensusA
            - CensusB
            returns_map:
            - return: CensusA
              section: Header
              reference: sex
        """,
    "data/objects/tin_address.yml": """\
        nodes:
        - name: tin_address
          fields:
          - name: addr_id
            item_ref: ADDR001A
            type: nvarchar
            primary_key: true
          - name: addr_person_id
            description: Whose address it is.
            item_ref: ADDR002A
            type: nvarchar
            foreign_key: tin_person.pers_id
        """,
    "data/objects/tin_visit.yml": """\
        nodes:
        - name: tin_visit
          fields:
          - name: visi_id
            item_ref: VISI001A
            type: nvarchar
            primary_key: true
        """,
    "data/objects/relationships.yml": """\
        relationships:
        - parent_object: tin_person
          parent_key: pers_id
          child_object: tin_address
          child_key: addr_person_id
          relation: 1:M
        """,
    "data/categories/sex.yml": """\
        - value: F
          description: Female
        - value: M
          description: Male
        """,
    "data/categories/broken.yml": "- [never closed\n",
    "README.md": "A small specification.\n",
}


def small_files() -> dict[str, bytes]:
    """The files of a specification of three objects, with one code list that cannot be read."""
    return {path: dedent(text).encode() for path, text in SMALL.items()}


def write_files(folder: Path, files: dict[str, bytes]) -> Path:
    """The files below ``folder``."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def example_folder(folder: Path) -> Path:
    """A plain folder with the small specification."""
    return write_files(folder, small_files())


def git(folder: Path, *arguments: str) -> str:
    """Git in a work tree of the test's own."""
    command = ["git", "-c", "user.name=Upstream Author", "-c", "user.email=up@example.org", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout.decode().strip()


def example_repository(folder: Path) -> Path:
    """The same as a Git repository with a work tree, on the branch ``main``."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    example_folder(folder)
    return commit_all(folder, "Begin")


def commit_all(folder: Path, subject: str) -> Path:
    """Commit everything in the work tree."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", subject)
    return folder


def small_example() -> Specification:
    """The small specification, imported from a folder."""
    as_before("small example", lambda folder: imported(example_folder(folder)))
    return Specification.objects.get(slug=SLUG)


def imported(source: Path, slug: str = SLUG, title: str = "") -> Specification:
    """A specification taken in from a folder or repository; a title makes a baseline where the source states no settings."""
    import_specification(slug=slug, source=str(source), title=title)
    return Specification.objects.get(slug=slug)
