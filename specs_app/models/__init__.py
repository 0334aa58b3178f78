"""Tables of the projection: one noun a file. Written by ``projection`` and ``actions`` alone."""

from specs_app.models.category import Category, CategoryValue
from specs_app.models.cms import Cms, CmsMapping
from specs_app.models.data_object import DataObject
from specs_app.models.item import Item
from specs_app.models.public_events import PublicEvents
from specs_app.models.relationship import Relationship
from specs_app.models.returns import Return, ReturnMapping
from specs_app.models.revision import Release, Revision, RevisionChange
from specs_app.models.search_entry import SearchEntry
from specs_app.models.specification import Specification

__all__ = [
    "Category",
    "CategoryValue",
    "Cms",
    "CmsMapping",
    "DataObject",
    "Item",
    "PublicEvents",
    "Relationship",
    "Release",
    "Return",
    "ReturnMapping",
    "Revision",
    "RevisionChange",
    "SearchEntry",
    "Specification",
]
