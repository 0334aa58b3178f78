"""Settings into ``specification.yml``."""

from __future__ import annotations

from dataclasses import fields

from specs_app.codec import render
from specs_app.codec.merging import merged_table
from specs_app.codec.patcher import change_mapping
from specs_app.codec.plain import to_plain
from specs_app.codec.settings_reader import TEXTS
from specs_app.codec.text_patch import source_of
from specs_app.codec.tree import Mapping, resolved
from specs_app.document.types import Settings, SteeringRule
from specs_app.document.values import Plain, Table

KEYS = (*TEXTS, "layout", "cms", "returns", "domains", "statuses", "rules", "public_comments", "access")


def new_settings_file(settings: Settings) -> bytes:
    """The whole file, in the order in which people look for things."""
    return render.file(Table(tuple(_view(settings).items())))


def write_settings(data: bytes, old: Settings, new: Settings) -> bytes:
    """The file with the settings changed that differ."""
    source = source_of(data)
    root = resolved(source.root) if source.root is not None else None
    if not isinstance(root, Mapping):
        raise source.refused("The file of settings cannot be read", 0)
    actual = to_plain(root)
    wanted = merged_table(actual if isinstance(actual, Table) else Table(), _view(old), _view(new), KEYS)
    return source.patched(change_mapping(source, root, wanted))


def _view(settings: Settings) -> dict[str, Plain]:
    view: dict[str, Plain] = {key: text for key in TEXTS if (text := getattr(settings, key))}
    lists: dict[str, Plain] = {
        "layout": _layout(settings),
        "cms": tuple(_texts(("key", one.key), ("title", one.title), ("dialect", one.dialect)) for one in settings.cms),
        "returns": tuple(
            _texts(("key", one.key), ("title", one.title), ("sections", one.sections)) for one in settings.returns
        ),
        "domains": tuple(_texts(("key", one.key), ("title", one.title)) for one in settings.domains),
        "statuses": tuple(_texts(("key", one.key), ("title", one.title)) for one in settings.statuses),
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
        ("objects", layout.objects), ("categories", layout.categories), ("relationships", layout.relationships)
    )


def _texts(*pairs: tuple[str, Plain]) -> Table:
    return Table(tuple(pair for pair in pairs if pair[1]))


def _rule(rule: SteeringRule) -> Table:
    names = [field.name for field in fields(rule) if field.name != "change_class"]
    return Table(tuple((name, _plain(getattr(rule, name))) for name in names))


def _plain(value: int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
