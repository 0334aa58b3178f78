"""Tables of one specification, one noun a file: what Git holds, and the projection of it. Written by ``repository``,
``projection`` and ``actions`` alone."""

from specs_app.models.category import Category, CategoryValue
from specs_app.models.cms import Cms, CmsMapping
from specs_app.models.data_object import DataObject
from specs_app.models.drawing import Drawing
from specs_app.models.git import GitObject, GitPack, GitReference
from specs_app.models.item import Item
from specs_app.models.pdf_file import PdfFile
from specs_app.models.pdf_part import PdfPart
from specs_app.models.public_events import PublicEvents
from specs_app.models.push import Push
from specs_app.models.relationship import Relationship
from specs_app.models.returns import Return, ReturnMapping
from specs_app.models.revision import Release, Revision, RevisionChange
from specs_app.models.revision_quality import RevisionQuality
from specs_app.models.search_entry import SearchEntry
from specs_app.models.search_word import SearchTrigram, SearchWord
from specs_app.models.source_meeting import SourceMeeting
from specs_app.models.specification import Specification

__all__ = [
    "Category",
    "CategoryValue",
    "Cms",
    "CmsMapping",
    "DataObject",
    "Drawing",
    "GitObject",
    "GitPack",
    "GitReference",
    "Item",
    "PdfFile",
    "PdfPart",
    "PublicEvents",
    "Push",
    "Relationship",
    "Release",
    "Return",
    "ReturnMapping",
    "Revision",
    "RevisionChange",
    "RevisionQuality",
    "SearchEntry",
    "SearchTrigram",
    "SearchWord",
    "SourceMeeting",
    "Specification",
]

#: The tables that are made anew from the commits; the others hold the commits, and what is made and known of them.
_KEPT = {
    "Drawing",
    "GitObject",
    "GitPack",
    "GitReference",
    "PdfFile",
    "PdfPart",
    "PublicEvents",
    "Push",
    "RevisionQuality",
    "SourceMeeting",
}
PROJECTED = tuple(name for name in __all__ if name not in _KEPT)
