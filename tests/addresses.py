"""An address for every route of the portal's own, with arguments that exist in the bundled example."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

NAMESPACES = frozenset({"specs", "specs_api", "changes", "changes_api", "people"})
SLUG = "ysd"
ITEM, OBJECT, CATEGORY, CMS, RETURN = "YOUN002A", "ysd_young_person", "consent_answer", "larchway", "YAC"

#: Routes that need nothing but the slug, and those about one change request.
PLAIN = (
    "specs:overview", "specs:search", "specs:objects", "specs:items", "specs:categories", "specs:cms_list",
    "specs:returns", "specs:quality", "specs:downloads", "specs:releases", "specs:choose",
    "specs_api:specification", "specs_api:objects", "specs_api:items", "specs_api:categories",
    "specs_api:relationships", "specs_api:systems", "specs_api:returns", "specs_api:problems", "specs_api:revisions",
    "specs_api:releases", "specs_api:diff", "changes:changes", "changes:new", "changes:why_new", "changes:feed",
    "changes_api:changes", "people:join", "people:members", "people:inbox",
)  # fmt: skip
OF_A_CHANGE = (
    "changes:change", "changes:draft", "changes:why", "changes:new_edit", "changes:send", "changes:sent",
    "changes:conflicts", "changes:discard", "changes:vote", "changes:comment", "changes_api:change",
    "changes_api:reviews", "changes_api:comments", "changes_api:submit", "changes_api:withdraw",
    "changes_api:triage", "changes_api:hold", "changes_api:resume", "changes_api:request-changes",
    "changes_api:reject", "changes_api:settle",
)  # fmt: skip
#: The arguments of each route besides the slug; ``{sha}`` is a published revision, ``{change}`` a change request.
ARGUMENTS: dict[str, dict[str, Any]] = {
    **{route: {} for route in PLAIN},
    **{route: {"number": "{change}"} for route in OF_A_CHANGE},
    "specs:object": {"name": OBJECT},
    "specs:item": {"key": ITEM},
    "specs:category": {"name": CATEGORY},
    "specs:objects_history": {"name": OBJECT},
    "specs:items_history": {"name": ITEM},
    "specs:categories_history": {"name": CATEGORY},
    "specs_api:object_history": {"name": OBJECT},
    "specs_api:item_history": {"name": ITEM},
    "specs_api:category_history": {"name": CATEGORY},
    "specs:cms": {"key": CMS},
    "specs:return": {"key": RETURN},
    "specs:pdf": {"name": SLUG},
    "specs:object_pdf": {"name": OBJECT},
    "specs:download": {"name": f"{SLUG}.json"},
    "specs:release": {"version": "{sha}"},
    "specs:revision": {"sha": "{sha}"},
    "specs:compare": {"older": "{sha}", "newer": "{sha}"},
    "specs_api:object": {"name": OBJECT},
    "specs_api:item": {"item_ref": ITEM},
    "specs_api:category": {"name": CATEGORY},
    "specs_api:system": {"cms": CMS},
    "specs_api:mappings": {"cms": CMS},
    "specs_api:return": {"name": RETURN},
    "specs_api:revision": {"sha": "{sha}"},
    "specs_api:release": {"version": "1.0.0"},
    "specs_api:export": {"kind": "csv"},
    "specs_api:sql": {"cms": CMS},
    "changes:edit": {"number": "{change}", "position": 0},
    "changes:remove_edit": {"number": "{change}", "position": 0},
    "changes:step": {"number": "{change}", "name": "withdraw"},
    "people:member": {"key": 1},
    "people:end": {"key": 1},
    "people:leave": {"key": 1},
    "people:confirm_key": {"key": "none"},
    "people:revoke_token": {"key": "none"},
}
#: Routes that are about no standard.
WITHOUT_SLUG = frozenset({
    "specs:standards", "specs_api:specifications", "people:account", "people:name", "people:new_token",
    "people:revoke_token", "people:git_address", "people:leave", "people:confirm", "people:confirm_key",
})  # fmt: skip
#: Questions that lead to other queries than the bare address.
QUESTIONS = {
    "specs:search": ("?q=edition", "?q=edition+zebra", "?q=editoin"),
    "specs_api:items": ("?changed_since=2020-01-01", "?page_size=1000"),
    "specs_api:diff": ("?from={sha}",),
    "specs_api:revisions": ("?page_size=1000",),
}


def routes() -> frozenset[str]:
    """Every route of the portal's own in the table of addresses, as ``namespace:name``."""
    return frozenset(_routes(get_resolver().url_patterns, ""))


def _routes(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, pattern.namespace or namespace)
        elif namespace in NAMESPACES and pattern.name:
            yield f"{namespace}:{pattern.name}"


def addresses(*, sha: str, change: str) -> list[str]:
    """One address for each route, and one more for each of its questions."""
    return [address for route in sorted(routes()) for address in _addresses(route, {"sha": sha, "change": change})]


def _addresses(route: str, known: dict[str, str]) -> Iterator[str]:
    given = {name: _filled(value, known) for name, value in ARGUMENTS.get(route, {}).items()}
    path = reverse(route, kwargs=given if route in WITHOUT_SLUG else {"slug": SLUG, **given})
    yield path
    for question in QUESTIONS.get(route, ()):
        yield path + question.format(**known)


def _filled(value: Any, known: dict[str, str]) -> Any:
    return value.format(**known) if isinstance(value, str) else value
