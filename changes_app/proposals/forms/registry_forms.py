"""The forms about the registries of the settings: systems, domains and statuses, and returns."""

from __future__ import annotations

from dataclasses import replace

from changes_app.proposals.forms import current, options
from changes_app.proposals.forms.asking import EditForm, Question, plain
from changes_app.proposals.forms.composing import added, changed, removed
from changes_app.proposals.forms.entry_forms import KEY, RegistryForms

DIALECT = Question(
    "dialect",
    "Its reporting database",
    "choice",
    "The scripts for this system are written for it.",
    options.dialects,
    blank="Choose a database",
    required=True,
    missing="Choose its reporting database",
)

DESCRIPTION = Question(
    "description", "Description", "prose", "What it means, in a sentence or two. The glossary shows it."
)

REGISTRIES = (
    RegistryForms(
        "cms",
        "system",
        "case management system",
        (Question("title", "Name", hint="As its makers write it, such as Larchway Casework."), DIALECT),
        "Say afterwards, item by item, how it holds them.",
        "The scripts for this system follow what you choose here.",
        "Only a system that no item names can be removed: take its mappings away first, in the same proposal.",
    ),
    RegistryForms(
        "domains",
        "domain",
        "domain",
        (Question("title", "Title", hint="What people read, such as Places."), DESCRIPTION),
        "A domain groups items that are about the same.",
        "Every page that lists the domain shows the new title.",
        "Only a domain that no item names can be removed: take it from these items first, in the same proposal.",
    ),
    RegistryForms(
        "statuses",
        "status",
        "delivery status",
        (Question("title", "Title", hint="What people read, such as Being tested."), DESCRIPTION),
        "A delivery status says how far the script for an item is.",
        "Every item with this status shows the new title.",
        "Only a status that no item has can be removed: give these items another first, in the same proposal.",
    ),
)
RETURN_QUESTIONS = (
    Question("title", "Title", hint="Its full name, such as Children looked after return."),
    Question(
        "kind",
        "What it is",
        "choice",
        "A stage says how far an item has come in the standard itself; nobody asks for items by it.",
        options=options.return_kinds,
        blank="A return, which asks for items",
    ),
    Question("meaning", "Meaning", hint="In a sentence, what it says of an item. Needed for a stage."),
    Question(
        "sections",
        "Sections",
        "records",
        "One a line, in order, such as Part 1. A title may follow an equals sign: A1 = Children in need.",
        rows=6,
        columns=(Question("key", "Section"), Question("title", "Title")),
    ),
)
RETURN_FORMS = (
    EditForm(
        "change_return",
        "change_return",
        "return",
        "Change its title, kind or sections",
        "Change the return {target}",
        changed,
        plain(*RETURN_QUESTIONS),
        "You see what stands now. A section that items name must stay until they name another.",
        ("title", "kind", "meaning", "sections"),
        stands=current.return_,
    ),
    EditForm(
        "remove_return",
        "remove_return",
        "return",
        "Remove it from the standard",
        "Remove the return {target}",
        removed,
        note="Only a return that no item names can be removed: take it from these items first, in the same proposal.",
    ),
    EditForm(
        "add_return",
        "add_return",
        "standard",
        "Add a return",
        "Add the return {target}",
        added,
        plain(replace(KEY, key="name", hint="Letters, digits and underscores, such as SSDA903."), *RETURN_QUESTIONS),
        "A statutory or local return. Say afterwards which items it asks for.",
        ("title", "kind", "meaning", "sections"),
        line="Add a return",
        names="name",
    ),
)
REGISTRY_FORMS = tuple(form for registry in REGISTRIES for form in registry.forms())
