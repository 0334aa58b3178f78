"""The reads of the public contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive, make_aware
from rest_framework.response import Response

from specs_app import queries
from specs_app.document import paths
from specs_app.document.holes import LACKS
from specs_app.document.types import Category, Cms, DataObject, Document, Item, Return, item_key
from specs_app.document.validity import day_of, valid_on
from specs_app.publishing import filters, flat, records
from specs_app.publishing.readings import item_reading, object_reading
from specs_app.web.api import schemas
from specs_app.web.api.base import SpecificationView, TellsReleases
from specs_app.web.api.errors import InputFault, gone, invalid
from specs_app.web.api.pagination import paged
from specs_app.web.api.parameters import Parameter

#: Python writes True and False.
YES_OR_NO = ("true", "false", "True", "False", "1", "0", "yes", "no", "on", "off")
MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$"
#: What the list of items can be narrowed by, and how it is ordered.
ITEM_PARAMETERS = {
    **{name: Parameter(f"Only items of this {name}.") for name in filters.HELD},
    "return": Parameter("Only items that this return asks for."),
    "cms": Parameter("Only items that this system is said to hold; a table has its columns alone."),
    "required": Parameter("Only items that must be filled, or only the others.", words=YES_OR_NO),
    "deprecated": Parameter("Only items that are on their way out, or only the others.", words=YES_OR_NO),
    "missing": Parameter("Only items that lack this.", words=tuple(LACKS)),
    "q": Parameter("Only items that say all of these words."),
    "changed_since": Parameter(
        "A date such as 2026-11-21 or a time of ISO 8601: only items changed since.", pattern=MOMENT
    ),
    "ordering": Parameter(
        "A minus turns it round.", words=(*filters.ORDERINGS, *(f"-{name}" for name in filters.ORDERINGS))
    ),
}
#: Which codes of a code list are told.
AS_OF = {
    "as_of": Parameter(
        "A day such as 2026-11-21: only codes that are valid then.", pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    )
}
MOST_NAMED = 20
#: Where what a filter knows is listed whole.
LISTS = {"object": "objects/", "return": "returns/", "cms": "cms/", "category": "categories/"}


class Items(TellsReleases):
    """All items, filtered and ordered."""

    shape, many = schemas.ITEM, True
    parameters = ITEM_PARAMETERS

    def read(self, **parts: str) -> HttpResponseBase:
        refuse_unknown(self.document, self.given)
        rows = filters.items(self.document, self.given)
        if since := self.given["changed_since"]:
            rows = filters.changed(rows, queries.changed_since(self.specification, self.version, moment(since)))
        rows = filters.ordered(rows, self.given["ordering"])
        return paged(self.request, rows, lambda row: item_answer(self, *row))

    def columns(self) -> tuple[flat.FlatColumn, ...]:
        """Of the systems only the one that is asked for."""
        return item_table(self.document, self.given["cms"])


class ItemDetail(TellsReleases):
    """One item, by reference."""

    shape = schemas.ITEM
    refusals = (HTTPStatus.GONE,)

    def read(self, **parts: str) -> HttpResponseBase:
        found = self.document.item_by_ref.get(parts["item_ref"])
        if found is None:
            raise not_there(self, paths.of_ref(parts["item_ref"]))
        return Response(item_answer(self, *found))

    def columns(self) -> tuple[flat.FlatColumn, ...]:
        return item_table(self.document)


class Objects(TellsReleases):
    """All objects."""

    shape, many = schemas.OBJECT, True

    def read(self, **parts: str) -> HttpResponseBase:
        return paged(self.request, self.document.objects, lambda entry: object_answer(self, entry))


class ObjectDetail(TellsReleases):
    """One object, by name."""

    shape = schemas.OBJECT
    refusals = (HTTPStatus.GONE,)

    def read(self, **parts: str) -> HttpResponseBase:
        entry = self.document.object_by_name.get(parts["name"])
        if entry is None:
            raise not_there(self, paths.of_object(parts["name"]))
        return Response(object_answer(self, entry))


class Categories(TellsReleases):
    """All code lists."""

    shape, many = schemas.CATEGORY, True
    parameters = AS_OF

    def read(self, **parts: str) -> HttpResponseBase:
        return paged(self.request, self.document.categories, lambda category: category_answer(self, category))


class CategoryDetail(TellsReleases):
    """One code list; as a table its codes."""

    shape = schemas.CATEGORY
    parameters = AS_OF
    row_key, row_shape = "values", schemas.VALUE
    refusals = (HTTPStatus.GONE,)

    def read(self, **parts: str) -> HttpResponseBase:
        category = self.document.category_by_name.get(parts["name"])
        if category is None:
            raise not_there(self, paths.of_category(parts["name"]))
        return Response(category_answer(self, category))


class Relationships(SpecificationView):
    """All relationships."""

    shape, many = schemas.RELATIONSHIP, True

    def read(self, **parts: str) -> HttpResponseBase:
        return paged(self.request, self.document.relationships, records.relationship_record)


class Systems(SpecificationView):
    """All case management systems of the registry."""

    shape, many = schemas.SYSTEM, True

    def read(self, **parts: str) -> HttpResponseBase:
        return paged(self.request, self.document.settings.cms, lambda cms: cms_answer(self, cms))


class SystemDetail(SpecificationView):
    """One system."""

    shape = schemas.SYSTEM
    refusals = (HTTPStatus.GONE,)

    def read(self, **parts: str) -> HttpResponseBase:
        return Response(cms_answer(self, cms_of(self, parts["cms"])))


class Mappings(SpecificationView):
    """Every item that says something about one system."""

    shape, many = schemas.ITEM_MAPPING, True
    refusals = (HTTPStatus.GONE,)

    def read(self, **parts: str) -> HttpResponseBase:
        rows = list(records.mappings_of(self.document, cms_of(self, parts["cms"]).key))
        return paged(self.request, rows, lambda row: records.mapping_record(*row))


class Returns(SpecificationView):
    """All returns of the registry."""

    shape, many = schemas.RETURN, True

    def read(self, **parts: str) -> HttpResponseBase:
        return paged(self.request, self.document.settings.returns, lambda entry: return_answer(self, entry))


class ReturnDetail(SpecificationView):
    """One return with the references of its items."""

    shape = schemas.RETURN
    refusals = (HTTPStatus.GONE,)

    def read(self, **parts: str) -> HttpResponseBase:
        found = next((entry for entry in self.document.settings.returns if entry.key == parts["name"]), None)
        if found is None:
            raise not_there(self, paths.of_entry("returns", parts["name"]))
        return Response(return_answer(self, found))


class Problems(SpecificationView):
    """What is wrong in the files of the version."""

    shape, many = schemas.PROBLEM_FOUND, True

    def read(self, **parts: str) -> HttpResponseBase:
        return paged(self.request, self.version.problems, lambda problem: problem.as_dict())


def item_answer(view: TellsReleases, entry: DataObject, item: Item) -> dict[str, Any]:
    """An item's record with its addresses."""
    record = {**records.item_record(view.document, entry, item), **item_reading(view.document, entry, item)}
    since = view.sinces.record(paths.of_item(entry, item))
    return {**record, "since": since, **addresses(view, "items", item_key(entry, item))}


def item_table(document: Document, cms: str = "") -> tuple[flat.FlatColumn, ...]:
    """The columns of items, with what is read out of them, since when they are there, and their addresses."""
    read = (*flat.plain("title", "stages", "holes"), *flat.many("guidance_codes", "value", "meaning", "note"))
    since = flat.one("since", "release", "date", "revision")
    return (*flat.item_columns(document, cms), *read, *since, *flat.plain("url", "html_url"))


def object_answer(view: TellsReleases, entry: DataObject) -> dict[str, Any]:
    since = view.sinces.record(paths.of_object(entry.name))
    record = {**records.object_record(view.document, entry), **object_reading(view.document, entry)}
    return {**record, "since": since, **addresses(view, "objects", entry.name)}


def category_answer(view: TellsReleases, category: Category) -> dict[str, Any]:
    """A code list with its addresses; of its codes those that are valid on the day that is asked for, if any."""
    shown, asked = category, view.given["as_of"]
    if asked:
        day = day_of(asked)
        if day is None:
            raise invalid(InputFault("as_of", "bad-form", AS_OF["as_of"].about))
        shown = replace(category, values=valid_on(category, day))
    record = records.category_record(shown)
    for value in record["values"]:
        value["since"] = view.sinces.record(paths.of_value(category.name, value["value"]))
    since = view.sinces.record(paths.of_category(category.name))
    return {**record, "since": since, **addresses(view, "categories", category.name)}


def cms_answer(view: SpecificationView, cms: Cms) -> dict[str, Any]:
    return {**records.system_record(view.document, cms), **addresses(view, "cms", cms.key)}


def return_answer(view: SpecificationView, entry: Return) -> dict[str, Any]:
    return {**records.return_record(view.document, entry), **addresses(view, "returns", entry.key)}


def addresses(view: SpecificationView, *parts: str) -> dict[str, str]:
    """Where a part is found, for scripts and for people."""
    return {"url": view.absolute(view.links.rest(*parts)), "html_url": view.absolute(view.links.page(*parts))}


def cms_of(view: SpecificationView, key: str) -> Cms:
    found = next((cms for cms in view.document.settings.cms if cms.key == key), None)
    if found is None:
        raise not_there(view, paths.of_entry("cms", key))
    return found


def not_there(view: SpecificationView, address: str) -> Exception:
    """404 for what never was, 410 with its successor for what was removed or has another name in the version read."""
    kind, *names = paths.page_of(address)
    name = "/".join(names)
    found = queries.elsewhere(view.specification, view.version, address)
    if successor := found or queries.renamed(view.specification, kind, name):
        return gone(f"{name[:60]} has another name now.", "/".join(paths.split(successor)[1:]))
    removal = queries.removal(view.specification, view.version, address)
    if removal is None:
        return Http404(f"Nothing called {name[:60]!r} is in this version.")
    return gone(f"{removal.revision.subject} removed {name[:60]}.", removal.replaced_by or None, _removed(removal))


def _removed(removal: queries.Removal) -> dict[str, str | None]:
    """By which revision, when, and the first release without it."""
    revision, release = removal.revision, removal.release
    return {
        "revision": revision.sha,
        "date": revision.committed_at.isoformat(),
        "release": release.version if release else None,
    }


def refuse_unknown(document: Document, query: Mapping[str, str]) -> None:
    """400 where a filter asks for what neither the registries nor any item of the version have."""
    given = {name: query[name] for name in filters.HELD if query[name]}
    if wrong := [
        name for name, text in given.items() if filters.folded(name, text) not in filters.known(document, name)
    ]:
        raise invalid(*(InputFault(name, "unknown-value", _known(document, name)) for name in wrong))


def _known(document: Document, name: str) -> str:
    names = sorted(filters.known(document, name))
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    where = f" See {LISTS[name]} of this version." if name in LISTS else ""
    return (
        f"No {name} of that name is in this version. Known are: {', '.join(names[:MOST_NAMED]) or 'none'}{more}.{where}"
    )


def moment(text: str) -> datetime:
    """A date or a time of ISO 8601."""
    try:
        day, time = parse_date(text), parse_datetime(text)
    except ValueError:
        day = time = None
    if time is None and day is not None:
        time = datetime.combine(day, datetime.min.time())
    if time is None:
        raise invalid(InputFault("changed_since", "bad-form", ITEM_PARAMETERS["changed_since"].about))
    return make_aware(time) if is_naive(time) else time
