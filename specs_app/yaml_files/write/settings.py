"""Settings into ``specification.yml``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import Any

from specs_app.document.extract_settings import EXTRACT_REGISTRIES, EntryShape, ExtractEntry
from specs_app.document.types import Return, Settings, SteeringRule, Term
from specs_app.document.values import Plain, Table
from specs_app.yaml_files.layout import REGISTRIES
from specs_app.yaml_files.patch.nodes import change_mapping
from specs_app.yaml_files.read.nodes import to_plain
from specs_app.yaml_files.read.settings import TEXTS
from specs_app.yaml_files.tree import Mapping, resolved
from specs_app.yaml_files.write.merging import merged_table
from specs_app.yaml_files.write.registries import registry_table
from specs_app.yaml_files.write.typed import NEW_FILES, source_of

KEYS = (
    *(*TEXTS, "layout", "tables", "cms", "returns", "domains", "statuses", *REGISTRIES),
    *(*EXTRACT_REGISTRIES, "rules", "public_comments", "access"),
)


def new_settings_file(settings: Settings, elsewhere: Collection[str] = ()) -> bytes:
    """The whole file, in the order in which people look for things, but for registries that have files of their own."""
    return NEW_FILES.file(Table(tuple(_view(settings, elsewhere).items())))


def write_settings(data: bytes, old: Settings, new: Settings, elsewhere: Collection[str] = ()) -> bytes:
    """The file with the settings changed that differ, but for registries that have files of their own."""
    source = source_of(data)
    root = resolved(source.root) if source.root is not None else None
    if not isinstance(root, Mapping):
        raise source.refused("The file of settings cannot be read", 0)
    actual = to_plain(root)
    wanted = merged_table(
        actual if isinstance(actual, Table) else Table(), _view(old, elsewhere), _view(new, elsewhere), KEYS
    )
    return source.patched(change_mapping(source, root, wanted))


def _view(settings: Settings, elsewhere: Collection[str]) -> dict[str, Plain]:
    view: dict[str, Plain] = {key: text for key in TEXTS if (text := getattr(settings, key))}
    lists: dict[str, Plain] = {
        "layout": _layout(settings),
        "tables": tuple(_texts(("path", one.path), ("kind", one.kind)) for one in settings.tables),
        "cms": tuple(_texts(("key", one.key), ("title", one.title), ("dialect", one.dialect)) for one in settings.cms),
        "returns": tuple(map(_return, settings.returns)),
        "domains": tuple(map(_term, settings.domains)),
        "statuses": tuple(map(_term, settings.statuses)),
        **{name: registry_table(settings, name) for name in REGISTRIES if name not in elsewhere},
        **{
            name: tuple(_extract_entry(shape, entry) for entry in getattr(settings, name))
            for name, shape in EXTRACT_REGISTRIES.items()
        },
    }
    view |= {key: value for key, value in lists.items() if value and value != Table()}
    view["rules"] = Table(tuple((rule.change_class, _rule(rule)) for rule in settings.rules))
    view["public_comments"] = "true" if settings.public_comments else "false"
    if settings.access != "public":
        view["access"] = settings.access
    return view | dict(settings.extra)


def _layout(settings: Settings) -> Table:
    layout = settings.layout
    return _texts(
        ("objects", layout.objects),
        ("categories", layout.categories),
        *((key, getattr(layout, key)) for key in ("relationships", *REGISTRIES, "authorities")),
    )


def _return(entry: Return) -> Table:
    """What is no stage does not say so."""
    return _texts(
        *(("key", entry.key), ("title", entry.title), ("kind", "" if entry.kind == "return" else entry.kind)),
        *(("meaning", entry.meaning), ("sections", tuple(map(_section, entry.sections)))),
    )


def _term(entry: Term) -> Table:
    return _texts(("key", entry.key), ("title", entry.title), ("description", entry.description))


def _section(section: Term) -> Plain:
    """A bare key where there is no title."""
    return _texts(("key", section.key), ("title", section.title)) if section.title else section.key


def _extract_entry(shape: EntryShape, entry: ExtractEntry) -> Table:
    """What says something, the fields of its key first."""
    names = (*shape.identity, *shape.kinds)
    return _texts(*((name, _as_plain(shape.kinds.get(name, "line"), getattr(entry, name))) for name in names))


def _as_plain(kind: str, value: Any) -> Plain:
    if kind == "pairs":
        return Table(value) if value else None
    plain: Plain = ("true" if value else "") if kind == "flag" else value
    return plain


def _texts(*pairs: tuple[str, Plain]) -> Table:
    return Table(tuple(pair for pair in pairs if pair[1]))


def _rule(rule: SteeringRule) -> Table:
    names = [field.name for field in fields(rule) if field.name != "change_class"]
    return Table(tuple((name, _plain(getattr(rule, name))) for name in names))


def _plain(value: int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
