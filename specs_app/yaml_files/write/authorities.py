"""The settings of an authority into its own file, whatever shape that has: only the keys that say something else are touched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from specs_app.document.authorities import Authority, LocalName
from specs_app.document.values import Plain, Table
from specs_app.yaml_files.patch.nodes import change_mapping
from specs_app.yaml_files.patch.text import Patch, SourceText
from specs_app.yaml_files.read import authority_shape as shape
from specs_app.yaml_files.read.authorities import local_name
from specs_app.yaml_files.read.nodes import entries, to_plain
from specs_app.yaml_files.tree import Mapping as MappingNode
from specs_app.yaml_files.tree import Node, Sequence, resolved
from specs_app.yaml_files.write.typed import NEW_FILES, source_of

#: New keys that have a place of their own: behind which.
BEHIND = {"la_region": "la_name"}
#: A key that is taken out, as it would say nothing.
GONE = object()
#: A list, a text, a truth value; None where nothing is said.
Said = Plain
_NOTHING: dict[str, Said] = dict.fromkeys(names[0] for names in shape.OF_LOCAL_NAMES.values())


def new_authority_file(entry: Authority) -> bytes:
    """The file of a new authority, with the keys that say something."""
    body: dict[str, Any] = {shape.CODE: entry.code}
    for leaf, value in _told(entry).items():
        if value not in (None, (), "false"):
            _put(body, (*leaf.groups, leaf.names[0]), value)
    return NEW_FILES.file(Table(((entry.code, _table(body)),)))


def file_name(entry: Authority) -> str:
    """``845_east-sussex.yml``."""
    words = re.sub(r"[^a-z0-9]+", "-", entry.name.lower()).strip("-")
    return f"{entry.code}_{words}.yml"[-100:] if words else f"{entry.code}.yml"


def write_authority(data: bytes, old: Authority, new: Authority) -> bytes:
    """The file with the settings that differ as they shall be."""
    source = source_of(data)
    root = resolved(source.root) if source.root is not None else None
    if not isinstance(root, MappingNode):
        raise source.refused("The settings of the authority cannot be read", 0)
    _, body = shape.body_of(root)
    before, after = _told(old), _told(new)
    differing = [leaf for leaf in dict.fromkeys((*before, *after)) if before.get(leaf) != after.get(leaf)]
    return source.patched(_patches(source, body, {leaf: after.get(leaf) for leaf in differing}))


def _patches(source: SourceText, body: MappingNode, wanted: Mapping[shape.Leaf, Said]) -> Iterator[Patch]:
    """The patches of each mapping that holds a key of these; inner ones first, as both may add lines at one place."""
    found: dict[int, tuple[int, MappingNode, dict[str, Any]]] = {}
    for leaf, value in wanted.items():
        place = shape.place(body, leaf)
        said = GONE if value is None and leaf.groups == shape.PARAMETERS else _said(place.node, value)
        if place.node is None and said in (None, GONE):
            continue
        depth = len(leaf.groups) - len(place.missing)
        _, _, keys = found.setdefault(id(place.mapping), (depth, place.mapping, {}))
        _put(keys, (*place.missing, place.name), said)
    for _, mapping, keys in sorted(found.values(), key=lambda one: -one[0]):
        yield from change_mapping(source, mapping, _with(mapping, keys))


def _with(mapping: MappingNode, keys: Mapping[str, Any]) -> Table:
    """What a mapping says with some keys otherwise, new ones last."""
    actual = to_plain(mapping)
    said = dict(actual.pairs) if isinstance(actual, Table) else {}
    told = {key: _plain(value) for key, value in keys.items() if value is not GONE}
    kept = {key: told.pop(key, value) for key, value in said.items() if keys.get(key) is not GONE}
    pairs = list(kept.items())
    for key, value in told.items():
        before = next((place + 1 for place, pair in enumerate(pairs) if pair[0] == BEHIND.get(key)), len(pairs))
        pairs.insert(before, (key, value))
    return Table(tuple(pairs))


def _said(node: Node | None, value: Said) -> Said:
    """A value as the file says it: entries of a list that stay keep the words that they have there, an empty one says null."""
    if value is not None and not isinstance(value, tuple):
        return value
    found = resolved(node) if node is not None else None
    if not isinstance(found, Sequence):
        return value or None
    if value and isinstance(value[0], LocalName):
        return _local_names(found, value)
    if value:
        return value
    blank = next((to_plain(item) for item in found.items if isinstance(resolved(item), MappingNode)), None)
    return (Table(tuple((key, None) for key, _ in blank.pairs)),) if isinstance(blank, Table) else (None,)


def _local_names(found: Sequence, wanted: tuple[LocalName, ...]) -> tuple[Plain, ...]:
    """Entries that say the same stay as they are; the others are put into those that are there, then come last."""
    standing = [(local_name(item), item) for item in found.items if isinstance(resolved(item), MappingNode)]
    free = [item for told, item in standing if told not in wanted]
    same = {told: to_plain(item) for told, item in standing if told in wanted}
    return tuple(same[name] if name in same else _entry(name, free.pop(0) if free else None) for name in wanted)


def _entry(name: LocalName, node: Node | None = None) -> Plain:
    """One local name, in the words of an entry that is there, else of a new one."""
    found = resolved(node) if node is not None else None
    known = entries(found) if isinstance(found, MappingNode) else {}
    actual = to_plain(found) if isinstance(found, MappingNode) else None
    said = dict(actual.pairs) if isinstance(actual, Table) else dict(_NOTHING)
    for field, keys in shape.OF_LOCAL_NAMES.items():
        key = next((key for key in keys if key in known), keys[0])
        if key in said or getattr(name, field):
            said[key] = getattr(name, field) or None
    return Table(tuple(said.items()))


def _told(entry: Authority) -> dict[shape.Leaf, Any]:
    """What each key of a file says."""
    versions, parameters, left_out = dict(entry.versions), dict(entry.parameters), dict(entry.left_out)
    return {
        **{leaf: getattr(entry, field) or None for field, leaf in shape.TEXTS.items()},
        **{leaf: versions.get(key) or None for key, leaf in shape.OF_VERSIONS.items()},
        **{shape.parameter(key): value for key, value in parameters.items()},
        **{leaf: _flag(getattr(entry, field)) for field, leaf in shape.SWITCHES.items()},
        **{leaf: _flag(kind in entry.left_out_kinds) for kind, leaf in shape.OF_KINDS.items()},
        **{leaf: tuple(left_out.get(kind, ())) for kind, leaf in shape.OF_OBJECT_KINDS.items()},
        shape.LEFT_OUT_OBJECTS: entry.left_out_objects,
        shape.LOCAL_NAMES: entry.local_names,
        **{shape.Leaf(tuple(key.split("/")[:-1]), (key.split("/")[-1],)): value for key, value in entry.extra},
    }


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _put(into: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for group in path[:-1]:
        into = into.setdefault(group, {})
    into[path[-1]] = value


def _table(keys: Mapping[str, Any]) -> Table:
    return Table(tuple((key, _plain(value)) for key, value in keys.items()))


def _plain(value: Any) -> Plain:
    if isinstance(value, dict):
        return _table(value)
    if isinstance(value, tuple):
        return tuple(_entry(one) if isinstance(one, LocalName) else one for one in value)
    plain: Plain = value
    return plain
