"""Where in the file of an authority each of its settings stands: one table for reading and for writing.

Files group their keys (``settings:``, below it ``dbschema:``); some have a group's key empty and its keys beside it instead, some
call a key otherwise. Both are found.
"""

from __future__ import annotations

from dataclasses import dataclass

from specs_app.document.authorities import KINDS_LEFT_OUT, OBJECT_KINDS_LEFT_OUT, VERSIONS
from specs_app.yaml_files.read.nodes import entries
from specs_app.yaml_files.tree import Mapping, Node, Scalar, Sequence, resolved

CODE = "la_code"
PARAMETERS = ("settings", "extract_parameters")
#: Parameters that are found also where their group is empty and its keys stand beside it.
USUAL_PARAMETERS = ("ssd_timeframe_years", "ssd_sub1_range_years")
METADATA = "config_metadata"


@dataclass(frozen=True, slots=True)
class Leaf:
    """The path of one key, the last step first choice among its names."""

    groups: tuple[str, ...]
    names: tuple[str, ...]
    is_list: bool = False


def _leaf(*path: str, also: tuple[str, ...] = (), is_list: bool = False) -> Leaf:
    return Leaf(path[:-1], (path[-1], *also), is_list)


#: Settings of one text each.
TEXTS = {
    "name": _leaf("la_name"),
    "region": _leaf("la_region", also=("region",)),
    "system": _leaf("deployment_system", "cms"),
    "variant": _leaf("deployment_system", "cms_variant", also=("variant",)),
    "database": _leaf("deployment_system", "cms_db"),
    "version": _leaf("deployment_system", "db_vers"),
    "header": _leaf("header", "header_text"),
    "source_schema": _leaf("settings", "dbschema", "data_source_schema"),
    "target_database": _leaf("settings", "dbschema", "deployment_database_name", also=("database_name",)),
    "target_schema": _leaf("settings", "dbschema", "deployment_schema_name", also=("schema_name",)),
    "temporary_prefix": _leaf("settings", "persistent_ssd", "temp_table_prefix"),
}
#: Settings that are true or false.
SWITCHES = {
    "temporary": _leaf("settings", "persistent_ssd", "deploy_temp_tables"),
    "no_count_on": _leaf("settings", "dev_setup", "no_count_on"),
}
OF_VERSIONS = {name: _leaf("deployment_system", name) for name in VERSIONS}
OF_KINDS = {kind: _leaf("global_sql_tag_remove", key) for kind, key in KINDS_LEFT_OUT.items()}
OF_OBJECT_KINDS = {
    kind: _leaf("named_sql_tag_remove", key, is_list=True) for kind, key in OBJECT_KINDS_LEFT_OUT.items()
}
LEFT_OUT_OBJECTS = _leaf("named_sql_container_remove", is_list=True)
LOCAL_NAMES = _leaf("extract_sql_custom_la", "customise_db_schema", is_list=True)
#: What an entry of the local names says: the file's key, and what else files call it.
OF_LOCAL_NAMES = {
    "item_ref": ("ssd_item_ref", "item_ref"),
    "object": ("ssd_table", "item_table"),
    "item": ("ssd_item_field_name", "ssd_field_name", "item_field_name"),
    "field": ("la_field_name", "la_field"),
    "table": ("la_table_name", "la_table"),
    "type": ("la_datatype",),
    "size": ("la_datatype_size", "la_size"),
}
LEAVES = (
    *(*TEXTS.values(), *SWITCHES.values(), *OF_VERSIONS.values(), *OF_KINDS.values(), *OF_OBJECT_KINDS.values()),
    *(LEFT_OUT_OBJECTS, LOCAL_NAMES, _leaf(CODE), _leaf(METADATA)),
)


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where a key stands, or would: in a mapping, below ``missing`` groups that are not there, under a name."""

    mapping: Mapping
    missing: tuple[str, ...]
    name: str
    node: Node | None = None


def parameter(name: str) -> Leaf:
    return Leaf(PARAMETERS, (name,))


def place(body: Mapping, leaf: Leaf) -> KeyPlace:
    """Where a key stands in the body of an authority's file; where it does not, where it belongs."""
    mapping, missing = walked(body, leaf.groups)
    for outer in (mapping, *(walked(body, leaf.groups[:depth])[0] for depth in range(len(leaf.groups) - 1, -1, -1))):
        values = entries(outer)
        name = next((name for name in leaf.names if name in values), "")
        if name and (not leaf.groups or outer is not body or _fits(leaf, values[name])):
            return KeyPlace(outer, (), name, values[name])
    return KeyPlace(mapping, missing, leaf.names[0])


def _fits(leaf: Leaf, node: Node) -> bool:
    """Whether a value beside the groups is of the leaf: a key may be one of two groups, a list in the one alone."""
    return isinstance(resolved(node), Sequence) == leaf.is_list


def walked(body: Mapping, groups: tuple[str, ...]) -> tuple[Mapping, tuple[str, ...]]:
    """The mapping of the innermost group that is there, and the groups below it that are not; an empty one is not."""
    mapping, missing = body, list[str]()
    for group in groups:
        node = entries(mapping).get(group)
        found = resolved(node) if node is not None else None
        if isinstance(found, Mapping):
            mapping, missing = found, []
        else:
            missing.append(group)
    return mapping, tuple(missing)


def body_of(root: Mapping) -> tuple[str, Mapping]:
    """The code over the keys and the mapping that has them: below the code, or beside it where that holds nothing."""
    for key, node in entries(root).items():
        found = resolved(node)
        if isinstance(found, Mapping) and _has_code(found):
            return key, found
    first = next(iter(entries(root).items()), ("", None))
    bare = first[1] is not None and isinstance(first[1], Scalar) and first[1].null
    if len(root.pairs) == 1 and first[1] is not None and isinstance(inner := resolved(first[1]), Mapping):
        return first[0], inner
    return (first[0] if bare and first[0] not in _GROUPS else ""), root


def _has_code(found: Mapping) -> bool:
    return CODE in entries(found)


_GROUPS = frozenset(name for leaf in LEAVES for name in (*leaf.groups, *leaf.names))
