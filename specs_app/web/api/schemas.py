"""The shapes of the answers, as the OpenAPI schema tells them. The tests hold every answer against its shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from specs_app.document.authorities import LOCAL_NAME_KEYS, STAGES
from specs_app.document.identity import COLOURS
from specs_app.document.item_key import TEXTS, Kind
from specs_app.document.item_keys import TOLD
from specs_app.document.types import ACCESS, CHANGE_CLASSES, RETURN_KINDS
from specs_app.publishing.pages.search_facets import LABELS
from specs_app.publishing.pages.search_results import KINDS, WHY
from specs_app.web.api.shaping import anything, choice, flag, maybe, moment, number, shape, table, text, texts

ADDRESSES = {
    "url": serializers.URLField(help_text="Where it is found in REST."),
    "html_url": serializers.URLField(help_text="Where people read it."),
}
CLASSES = CHANGE_CLASSES

FOREIGN_KEY = shape("ForeignKey", "The item that a foreign key points at.", {"object": text(), "item": text()})
RETURN_ENTRY = shape(
    "ReturnEntry",
    "Where a return asks for an item.",
    {"return": text(), "section": maybe(), "reference": maybe("What the return calls it."), "mark": maybe()},
)
MAPPING = {
    "cms": text(),
    "marked": flag("Whether the system is said to hold the item."),
    "table": maybe(),
    "field": maybe(),
    "source": maybe("A path or an expression that an extract can read."),
    "status": maybe(),
    "note": maybe(),
    "variants": table("What single councils' own stores call it."),
}
CMS_ENTRY = shape("CmsEntry", "How one system holds an item.", MAPPING)
VALIDATION = shape(
    "Validation",
    "A validator of the registry, as an item asks for it.",
    {
        "validator": text(),
        "values": table("Its arguments."),
        "rule": maybe("The return's own rule that it stands for."),
    },
)
DEPRECATION = shape(
    "Deprecation",
    "Since when an item is on its way out, and what takes its place.",
    {"since": maybe(), "replaced_by": maybe(), "remove_in": maybe()},
)
SINCE = shape(
    "Since",
    "Since when a part is there; null where it was from the first revision on.",
    {
        "release": maybe("The first release that has it; null where none has yet."),
        "date": text("When the revision was made that brought it."),
        "revision": text("That revision."),
    },
)


PROSE_CODE = shape(
    "ProseCode",
    "A code that stands in prose.",
    {"value": text(), "meaning": text(), "note": maybe("What stands below it.")},
)


@extend_schema_field({"type": ["integer", "string", "null"], "description": "Characters or digits; MAX has no bound."})
class Size(serializers.Field[Any, Any, Any, Any]):
    """A number, ``MAX``, or nothing."""


#: Keys of an item that are not like all of their kind. Fields stand in the schema in the order in which they are made.
OWN: dict[str, Callable[..., serializers.Field[Any, Any, Any, Any]]] = {
    "name": text,
    "object": text,
    "max_field_size": lambda _about: Size(),
    "foreign_key": lambda _about: FOREIGN_KEY(allow_null=True),
    "validators": lambda about: VALIDATION(many=True, help_text=about),
    "returns": lambda _about: RETURN_ENTRY(many=True),
    "returns_map": lambda about: RETURN_ENTRY(many=True, help_text=about),
    "cms": lambda _about: CMS_ENTRY(many=True),
    "deprecated": lambda _about: DEPRECATION(allow_null=True),
}
BY_KIND: dict[Kind, Callable[[str], serializers.Field[Any, Any, Any, Any]]] = {
    **dict.fromkeys(TEXTS, maybe),
    "flag": flag,
    "words": texts,
    "table": table,
}
ITEM = shape(
    "Item",
    "One item of an object.",
    {
        **{key.in_rest: (OWN.get(key.name) or BY_KIND[key.kind])(key.about) for key in TOLD},
        "title": text("What people call it: its definition where that is a label, else its name made readable."),
        "stages": texts("The stages of the standard that it is at."),
        "guidance_codes": PROSE_CODE(
            many=True, help_text="The codes that stand in its guidance, where they are plain to tell."
        ),
        "holes": texts("What it does not say yet."),
        "since": SINCE(allow_null=True),
        **ADDRESSES,
    },
)
ITEM_NAME = shape("ItemName", "An item of an object.", {"item_ref": maybe(), "name": text()})
RELATIONSHIP = shape(
    "Relationship",
    "A foreign key: the child's item points at the parent's.",
    {name: text() for name in ("parent_object", "parent_item", "child_object", "child_item", "relation")},
)
GLOSSARY_ENTRY = shape(
    "GlossaryEntry",
    "A word that the pages use.",
    {
        "group": text(
            "Where it belongs: parts, changes, domains, statuses, returns, stages, systems, sensitivity or types."
        ),
        "term": text(),
        "key": maybe("As files write it; null for a word of the portal."),
        "meaning": maybe("Null where nobody has said it yet."),
    },
)
OBJECT = shape(
    "DataObject",
    "One object, which becomes one table.",
    {
        "name": text(),
        "title": text(),
        "description": maybe(),
        "domains": texts(),
        "items": ITEM_NAME(many=True),
        "relationships": RELATIONSHIP(many=True),
        "structure": text("What its structure says of it, in a sentence."),
        "holes": texts("What it does not say yet."),
        "since": SINCE(allow_null=True),
        **ADDRESSES,
    },
)
VALUE = shape(
    "CodeValue",
    "One code; its text is as written.",
    {
        "value": text(),
        "description": maybe(),
        "valid_from": maybe(),
        "valid_to": maybe(),
        "replaced_by": texts("The codes that take its place."),
        "since": SINCE(allow_null=True),
    },
)
CATEGORY = shape(
    "Category",
    "A code list.",
    {"name": text(), "title": text(), "values": VALUE(many=True), "since": SINCE(allow_null=True), **ADDRESSES},
)
SYSTEM = shape(
    "CaseManagementSystem",
    "A case management system.",
    {
        "cms": text(),
        "title": text(),
        "dialect": text("The SQL dialect of its extract."),
        "items": number("How many items it is said to hold."),
        "sources": number(
            "For how many of them it is known where they come from, by SQL written by hand or by a mapping."
        ),
        "sources_in_sql": number("How many of these SQL written by hand fills."),
        **ADDRESSES,
    },
)
ITEM_MAPPING = shape(
    "ItemMapping",
    "How one system holds one item.",
    {"item_ref": maybe(), "name": text(), "object": text(), **MAPPING},
)
RETURN_SECTION = shape("ReturnSection", "A part of a return.", {"key": text(), "title": maybe()})
RETURN = shape(
    "Return",
    "A statutory return or local report.",
    {
        "return": text(),
        "title": maybe(),
        "kind": choice(RETURN_KINDS, "Whether it asks for items, or is a stage of the standard that items are at."),
        "meaning": maybe("What it is, in a sentence."),
        "sections": RETURN_SECTION(many=True),
        "items": texts("References of its items."),
        **ADDRESSES,
    },
)
LOCAL_NAME = shape(
    "LocalName",
    "What an authority calls one item otherwise; a key that it says nothing of is null.",
    {key: maybe() for key in LOCAL_NAME_KEYS},
)
AUTHORITY = shape(
    "Authority",
    "A local authority and what it has set for its script; what it has not set is as the standard has it.",
    {
        "code": text(),
        "name": maybe(),
        "region": maybe(),
        "stage": choice(STAGES, "Whether its settings are in use."),
        "cms": maybe("The registered system that it runs; null where what it writes means none."),
        "system": maybe("The same as its file has it."),
        "variant": maybe("A local build of the system."),
        "database": maybe("The product."),
        "version": maybe("Of the database."),
        "versions": table("Of other parts."),
        "parameters": table("Values of the script's parameters, by name."),
        "source_schema": maybe("What is read."),
        "target_database": maybe("Where its tables are made."),
        "target_schema": maybe(),
        "temporary": flag("Whether its tables are temporary."),
        "temporary_prefix": maybe(),
        "no_count_on": flag("Whether counts of rows are switched off."),
        "left_out_kinds": texts("Kinds of statements that are left out of the whole script."),
        "left_out": table("Kinds of statements, each with the objects of which it is left out."),
        "left_out_objects": texts("Objects that are left out altogether."),
        "unknown_objects": texts("Those of these names that are no object of this version."),
        "local_names": LOCAL_NAME(many=True),
        "header": maybe("Words at the head of its file."),
        **ADDRESSES,
    },
)
PROBLEM_FOUND = shape(
    "ProblemFound",
    "Something wrong in the files, or that a change would bring.",
    {
        "rule": text("Stays the same for scripts."),
        "severity": choice(("error", "warning", "info")),
        "message": text(),
        "remedy": text(),
        "file": text(),
        "line": number("From 1; 0 where there is none."),
        "address": text("Where in the specification."),
        "pointer": text("Where in what was sent (RFC 6901)."),
    },
)
REASON = shape(
    "SearchReason",
    "Where a result says what was sought.",
    {
        "where": choice(WHY, "In which of the things that it says."),
        "label": maybe("Whose text it is: a system, a return, a domain, a code."),
        "text": maybe("The text, cut; of a former name the name."),
        "synonym": maybe("What stands there where other words were typed that mean the same."),
    },
)
HIT = shape(
    "Hit",
    "Something that a search found.",
    {
        "kind": choice(KINDS, "What it is: a part of the specification, or a change that its change log tells of."),
        "key": text("The reference of an item, the number of a change, else a name."),
        "title": text("Of an item the name of its column."),
        "heading": text("What its page is headed with: of an item what people call it."),
        "context": maybe("Of an item the title of its object."),
        "extract": maybe("What is said of it."),
        "reasons": REASON(many=True, help_text="Why it was found."),
        "former_names": texts("What it was called before, or referred to by."),
        "deprecated": DEPRECATION(allow_null=True, help_text="Of an item on its way out; null of all else."),
        "searched": maybe("What was searched for in place of misspelt words or reference; null where it was as given."),
        **ADDRESSES,
    },
)
SEARCH_FACET = shape(
    "SearchFacet",
    "Something that results of a search can be narrowed by.",
    {
        "facet": choice(LABELS, "The query parameter of the search."),
        "value": text("Its value."),
        "title": text(),
        "count": number("How many results have it."),
    },
)
SUGGESTION = shape(
    "Suggestion",
    "Something that may be meant by what was typed so far.",
    {
        "text": text("Its name."),
        "note": text("What it is, in a few words."),
        "kind": choice(KINDS),
        "key": text(),
        "html_url": serializers.URLField(help_text="Where people read it."),
    },
)
CHANGE_FIELDS = {
    "kind": text(),
    "address": text(),
    "field": text("Empty for the whole part."),
    "before": anything("The value before; null where there was none."),
    "after": anything("The value after; null where there is none."),
    "change_class": choice(CLASSES),
}
CHANGE = shape("Difference", "One difference of meaning.", CHANGE_FIELDS)
REVISION_FIELDS = {
    "sha": text(),
    "number": number(),
    "parent": maybe(),
    "kind": text(),
    "author": text(),
    "date": moment(),
    "subject": text(),
    "change": maybe("The number of the change request that made it."),
    "class": maybe(),
    **ADDRESSES,
}
REVISION = shape("Revision", "A published revision.", REVISION_FIELDS)
REVISION_CHANGES = shape(
    "RevisionWithDifferences",
    "A published revision and what it changed.",
    {**REVISION_FIELDS, "changes": CHANGE(many=True)},
)
HISTORY_ENTRY = shape(
    "HistoryEntry",
    "One key of a part that a revision changed.",
    {
        "who": text("Who proposed the change, or made the commit."),
        "when": moment(),
        "change": maybe("The number of the change request."),
        "title": text("The title of the change request, or what else brought the revision."),
        "why": maybe("The reason that was given."),
        "revision": text("The commit."),
        "address": text("The part; of an object its items too."),
        "key": text("As REST names it; `cms/<system>` and `codes/<value>` for lines; empty for the whole part."),
        "before": anything("The value before; null where there was none."),
        "after": anything("The value after; null where there is none."),
        "change_url": maybe("Where people read the change request."),
        "revision_url": text("Where people read the revision."),
    },
)
COUNTS = shape(
    "Counts", "How large it is.", {name: number() for name in ("objects", "items", "relationships", "categories")}
)
IDENTITY = shape(
    "Identity",
    "What it is recognised by: as stated, else as it follows from its prefix and slug.",
    {
        "short_name": text(),
        "mark": text("One to three letters or digits."),
        "colour": choice(COLOURS, "The name of a colour of the portal's palette."),
        "hex": text("The colour in sRGB, as `#rrggbb`."),
    },
)
ENTRY_FIELDS = {
    "slug": text(),
    "title": text(),
    "publisher": maybe(),
    "identity": IDENTITY(),
    "access": choice(ACCESS, "Who reads it now, at whatever revision: everybody, or its members alone."),
    "revision": text(),
    "version": text("What the revision is called: a release, or one and what was changed since."),
    "release": maybe("The number of the release that the revision is; null where it is none."),
    "latest_release": maybe("The number of the newest release that can be read."),
    **ADDRESSES,
}
ENTRY = shape("SpecificationEntry", "A specification in the list of them.", ENTRY_FIELDS)
HOLE_COUNT = shape(
    "HoleCount",
    "Of how many parts something is not said.",
    {"hole": text(), "title": text(), "count": number(), "total": number("How many such parts there are.")},
)
SPECIFICATION = shape(
    "Specification",
    "A specification as it is read.",
    {
        **ENTRY_FIELDS,
        "description": maybe(),
        "date": moment("When the revision was made."),
        "counts": COUNTS(),
        "holes": HOLE_COUNT(many=True, help_text="What it does not say yet, counted."),
    },
)
HOOK_PAYLOAD = shape(
    "GitHookPayload",
    "What GitHub or GitLab sends of a push, as it is signed; other keys are not looked at.",
    {
        "ref": serializers.CharField(required=False, help_text="Such as `refs/heads/main`."),
        "repository": serializers.DictField(required=False, help_text="Its addresses (GitHub, GitLab)."),
        "project": serializers.DictField(required=False, help_text="Its addresses (GitLab)."),
    },
)
HOOK_ANSWER = shape("GitHookAnswer", "What becomes of a delivery.", {"detail": text()})
