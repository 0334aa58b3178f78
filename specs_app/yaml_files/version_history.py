"""The version history of a repository: a file that tells in people's words of each release, the newest first.

``…version_history.yml`` has ``current_version`` and a list ``releases`` of ``version_number``, ``release_date``,
``includes_changes``, ``impact_description`` and ``impacts_cms_deployment``. It names no commits: that a release is told of does
not say which text it had.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from specs_app.document.values import Plain
from specs_app.document.values import Table as Values
from specs_app.yaml_files.patch.nodes import change_mapping
from specs_app.yaml_files.patch.text import SourceText
from specs_app.yaml_files.read.collector import Collector, Fields
from specs_app.yaml_files.read.nodes import to_plain
from specs_app.yaml_files.tree import Mapping as Table
from specs_app.yaml_files.tree import YamlError, decode, parse, resolved

ENDING = "version_history.yml"
CURRENT, RELEASES = "current_version", "releases"


@dataclass(frozen=True, slots=True)
class ToldRelease:
    """A release as the version history tells of it. ``date`` is as written there, ``YYYY-MM-DD`` by custom; ``systems`` are the
    names of those it was made for."""

    version: str
    date: str = ""
    words: str = ""
    impact: str = ""
    systems: tuple[str, ...] = ()


def path_of(files: Mapping[str, bytes]) -> str:
    """Where the version history is; empty where there is none."""
    return next((path for path in sorted(files) if path.endswith(ENDING)), "")


def fields_of(files: Mapping[str, bytes]) -> Fields | None:
    """What stands at its top; None where none can be read."""
    path = path_of(files)
    try:
        root = parse(decode(files[path])) if path else None
    except YamlError:
        return None
    found = resolved(root) if root is not None else None
    return Fields(found, Collector(path)) if isinstance(found, Table) else None


def told_releases(files: Mapping[str, bytes]) -> tuple[ToldRelease, ...]:
    """Every release that the version history tells of, in its order; of a number that stands twice the first."""
    top = fields_of(files)
    found = {release.version: release for release in reversed(list(_entries(top)))} if top else {}
    return tuple(reversed(found.values()))


def _entries(top: Fields) -> Iterator[ToldRelease]:
    for node in top.mappings(RELEASES):
        entry = Fields(node, top.collector)
        if version := entry.text("version_number"):
            words, impact = (_words(entry.text(key)) for key in ("includes_changes", "impact_description"))
            systems = tuple(dict.fromkeys(entry.words("impacts_cms_deployment")))
            yield ToldRelease(version, entry.text("release_date"), words, impact, systems)


def _words(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().split("\n"))


def with_release(data: bytes, release: ToldRelease) -> bytes:
    """The file with a release as its newest entry and as the current version; everything else keeps its bytes.

    Raises ``RefusedError`` or ``YamlError`` where it cannot be put in by position.
    """
    source = SourceText(data)
    root = resolved(source.root) if source.root is not None else None
    found = to_plain(root) if isinstance(root, Table) else None
    if not isinstance(root, Table) or not isinstance(found, Values) or not isinstance(found.get(RELEASES), tuple):
        raise source.refused(f"The version history has no list `{RELEASES}` with an entry a line", 0)
    news: dict[str, Plain] = {RELEASES: (_entry(release), *found.get(RELEASES)), CURRENT: release.version}  # type: ignore[misc]
    wanted = Values(tuple((key, news.get(key, value)) for key, value in found.pairs))
    return source.patched(change_mapping(source, root, wanted))


def _entry(release: ToldRelease) -> Values:
    pairs: tuple[tuple[str, Plain], ...] = (
        ("version_number", release.version),
        ("release_date", release.date),
        ("includes_changes", release.words),
        ("impact_description", release.impact),
        ("impacts_cms_deployment", release.systems),
    )
    return Values(tuple(pair for pair in pairs if pair[1]))
