"""The settings of an authority as a script takes them: names resolved against the document that the script is made of."""

from __future__ import annotations

from collections.abc import Iterator

from specs_app.document.authorities import Authority, LocalName
from specs_app.document.meant import object_meant
from specs_app.document.types import Document
from specs_app.sql.options import LocalColumn, LocalSettings


def local_settings(authority: Authority, document: Document) -> LocalSettings:
    """What a script follows of an authority's settings. A name that means no object or item of the document changes nothing."""
    return LocalSettings(
        code=authority.code,
        name=authority.title,
        variant=authority.variant,
        source_schema=authority.source_schema,
        database=authority.target_database,
        schema=authority.target_schema,
        temporary=authority.temporary,
        temporary_prefix=authority.temporary_prefix,
        parameters=dict(authority.parameters),
        leave_out_kinds=frozenset(authority.left_out_kinds),
        leave_out=frozenset(_left_out(authority, document)),
        leave_out_objects=frozenset(filter(None, (object_meant(document, one) for one in authority.left_out_objects))),
        columns=tuple(column for name in authority.local_names for column in _column(name, document)),
        quiet=authority.no_count_on,
    )


def _left_out(authority: Authority, document: Document) -> Iterator[tuple[str, str]]:
    for kind, names in authority.left_out:
        yield from ((kind, meant) for name in names if (meant := object_meant(document, name)))


def _column(name: LocalName, document: Document) -> Iterator[LocalColumn]:
    """The local column that a name stands for; none where it names nothing of the document."""
    if name.item_ref in document.item_by_ref:
        entry, item = document.item_by_ref[name.item_ref]
        yield LocalColumn(entry.name, item.name, name.table, name.field, name.type, name.size)
    elif home := object_meant(document, name.object):
        if not name.item or (home, name.item) in document.item_by_name:
            yield LocalColumn(home, name.item, name.table, name.field, name.type, name.size)
