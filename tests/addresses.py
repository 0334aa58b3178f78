"""Every address of the site, in the words of the table of URLs: one row an address, written by hand but for the steps of REST.

Whoever adds an address adds its row here, and `access/test_matrix.py` fails until then. What it asks every reader of every address,
and what `test_moving.py` asks while a standard changes, follows from the row.
"""

from __future__ import annotations

from collections.abc import Mapping

from changes_app.workflow import TAKEN
from tests.drivers import start

PAGE = "<slug:slug>/"
CHANGE = f"{PAGE}changes/<str:number>/"
REST = "api/v1/specifications/<slug:slug>/"
REST_CHANGE = f"{REST}changes/<str:number>/"

#: What is not listed, and why.
ELSEWHERE = {
    "accounts/": "allauth: accounts of people, no view knows of a standard",
    "admin/": "for administrators, who read every standard; access/test_readers.py asks what it shows to whom",
}

#: Addresses that belong to no standard; they must not name a restricted one to whoever may not read it.
OF_THE_SITE = {
    "": "/",
    "healthz": "/healthz",
    "robots.txt": "/robots.txt",
    "favicon.ico": "/favicon.ico",
    "help/": "/help/",
    "help/<slug:name>/": "/help/scripts/",
    "about/<slug:name>/": "/about/accessibility/",
    "api/v1/": "/api/v1/",
    "readyz": "/readyz",
    "api/docs/": "/api/docs/",
    "api/v1/schema/": "/api/v1/schema/",
    "api/v1/specifications/": "/api/v1/specifications/",
    r"^api/v1/(?:[\s\S]*/)?\Z": "/api/v1/ysd/",
    "account/": "/account/",
    "account/inbox/": "/account/inbox/",
    "api/v1/inbox/": "/api/v1/inbox/",
    "account/name/": "/account/name/",
    "account/git/": "/account/git/",
    "account/confirm/": "/account/confirm/",
    "account/confirm/<str:key>/": "/account/confirm/abc/",
    "account/memberships/<int:key>/leave/": "/account/memberships/999999/leave/",
    "account/jobs/": "/account/jobs/",
    "account/jobs/<uuid:key>/again/": "/account/jobs/00000000-0000-4000-8000-000000000000/again/",
    "account/tokens/": "/account/tokens/",
    "account/tokens/<slug:key>/revoke/": "/account/tokens/abcdefgh/revoke/",
}

#: Addresses of a standard: the rest of the address, and the status of a GET by the member who made the proposals.
#: ``{slug}``, ``{sha}`` and ``{release}`` are of the standard, ``{request}`` is somebody who asked to join it,
#: ``{draft}`` and so on are the numbers of proposals by their status.
OF_A_STANDARD: dict[str, tuple[str, int]] = {
    PAGE: ("", 200),
    f"{PAGE}search": ("search?q=surname", 200),
    f"{PAGE}search/": ("search/?q=surname", 301),
    f"{PAGE}objects/": ("objects/", 200),
    f"{PAGE}objects/<path:name>/": ("objects/ysd_team/", 200),
    f"{PAGE}items/": ("items/", 200),
    f"{PAGE}items/<path:key>/": ("items/YOUN002A/", 200),
    f"{PAGE}categories/": ("categories/", 200),
    f"{PAGE}categories/<path:name>/": ("categories/attendance_mark/", 200),
    f"{PAGE}objects/<path:name>/history/": ("objects/ysd_team/history/", 200),
    f"{PAGE}items/<path:name>/history/": ("items/YOUN002A/history/", 200),
    f"{PAGE}categories/<path:name>/history/": ("categories/attendance_mark/history/", 200),
    f"{PAGE}cms/<path:name>/history/": ("cms/larchway/history/", 200),
    f"{PAGE}returns/<path:name>/history/": ("returns/YAC/history/", 200),
    f"{PAGE}extracts/<path:name>/history/": ("extracts/larchway/ysd_team/history/", 200),
    f"{PAGE}extracts/": ("extracts/", 200),
    f"{PAGE}extracts/<str:cms>/": ("extracts/larchway/", 200),
    f"{PAGE}extracts/<str:cms>/<str:name>/": ("extracts/larchway/ysd_team/", 200),
    f"{PAGE}extracts/<str:cms>/<str:name>/<str:variant>/": ("extracts/larchway/ysd_team/quay/", 200),
    f"{PAGE}cms/": ("cms/", 200),
    f"{PAGE}cms/<path:key>/": ("cms/larchway/", 200),
    f"{PAGE}model/": ("model/", 200),
    f"{PAGE}model/domains/": ("model/domains/", 200),
    f"{PAGE}model/domains/<path:name>/": ("model/domains/workforce/", 200),
    f"{PAGE}model/objects/<path:name>/": ("model/objects/ysd_team/", 200),
    f"{PAGE}model/returns/": ("model/returns/", 200),
    f"{PAGE}model/returns/<path:name>/": ("model/returns/YAC/", 200),
    f"{PAGE}model/<slug:kind>.<slug:ending>": ("model/returns.mmd", 200),
    f"{PAGE}model/<slug:kind>/<path:name>.<slug:ending>": ("model/objects/ysd_team.dot", 200),
    f"{PAGE}returns/": ("returns/", 200),
    f"{PAGE}returns/<path:key>/": ("returns/YAC/", 200),
    f"{PAGE}authorities/": ("authorities/", 200),
    f"{PAGE}authorities/<path:code>/": ("authorities/900/", 200),
    f"{PAGE}authorities/<path:name>/history/": ("authorities/900/history/", 200),
    f"{PAGE}downloads/": ("downloads/", 200),
    f"{PAGE}downloads/<slug:name>.pdf": ("downloads/{slug}.pdf", 202),
    f"{PAGE}downloads/objects/<path:name>.pdf": ("downloads/objects/ysd_team.pdf", 202),
    f"{PAGE}downloads/domains/<path:key>.pdf": ("downloads/domains/identity.pdf", 202),
    f"{PAGE}downloads/returns/<path:key>.pdf": ("downloads/returns/YAC.pdf", 202),
    f"{PAGE}downloads/changed-since-<str:since>.pdf": ("downloads/changed-since-{release}.pdf", 202),
    f"{PAGE}downloads/<path:name>": ("downloads/sql/larchway-tsql-files.zip", 200),
    f"{PAGE}quality/": ("quality/", 200),
    f"{PAGE}matrices/": ("matrices/", 200),
    f"{PAGE}matrices/<slug:name>/": ("matrices/items-returns/", 200),
    f"{PAGE}matrices/<slug:name>.<slug:form>": ("matrices/objects-systems.csv", 200),
    f"{PAGE}validators/": ("validators/", 200),
    f"{PAGE}glossary/": ("glossary/", 200),
    f"{PAGE}how-to-read/": ("how-to-read/", 200),
    f"{PAGE}changelog/": ("changelog/", 200),
    f"{PAGE}releases/": ("releases/", 200),
    f"{PAGE}releases/feed/": ("releases/feed/", 200),
    f"{PAGE}releases/<path:version>/": ("releases/{release}/", 200),
    f"{PAGE}revisions/<str:sha>/": ("revisions/{sha}/", 200),
    f"{PAGE}compare/": ("compare/?from={release}&to={sha}", 302),
    r"^(?P<slug>[-\w]+)/compare/(?P<older>[^/]+?)\.\.\.(?P<newer>[^/]+)/$": ("compare/{release}...{sha}/", 200),
    r"^(?P<slug>[-\w]+)/compare/(?P<older>[^/]+?)\.\.\.(?P<newer>[^/]+)/differences\.pdf$": (
        "compare/{release}...{sha}/differences.pdf",
        202,
    ),
    f"{PAGE}for-me/": ("for-me/?since={release}&cms=larchway&return=YAC", 200),
    f"{PAGE}my-sql/": ("my-sql/?cms=larchway&since={release}", 200),
    f"{PAGE}my-sql/answer/": ("my-sql/answer/?system=larchway&ask=script", 302),
    f"{PAGE}my-sql/script/": ("my-sql/script/?cms=larchway&as=files", 200),
    f"{PAGE}changes/": ("changes/", 200),
    f"{PAGE}changes/feed/": ("changes/feed/", 200),
    f"{PAGE}changes/new/": ("changes/new/?item=YOUN002A", 200),
    f"{PAGE}changes/new/sources/": ("changes/new/sources/?cms=larchway", 200),
    f"{PAGE}changes/new/why/": ("changes/new/why/?form=wording&target=YOUN002A", 200),
    CHANGE: ("changes/{in_review}/", 200),
    f"{CHANGE}draft/": ("changes/{draft}/draft/", 200),
    f"{CHANGE}why/": ("changes/{draft}/why/", 200),
    f"{CHANGE}edits/new/": ("changes/{draft}/edits/new/?form=wording&target=YOUN002A", 200),
    f"{CHANGE}edits/<int:position>/": ("changes/{draft}/edits/0/", 200),
    f"{CHANGE}edits/<int:position>/remove/": ("changes/{draft}/edits/0/remove/", 302),
    f"{CHANGE}edits/<int:position>/move/": ("changes/{draft}/edits/0/move/", 302),
    f"{CHANGE}colleagues/": ("changes/{draft}/colleagues/", 200),
    f"{CHANGE}colleagues/<int:key>/end/": ("changes/{draft}/colleagues/1/end/", 302),
    f"{CHANGE}parts/<str:kind>/<path:key>/": ("changes/{draft}/parts/items/YOUN002A/", 200),
    f"{CHANGE}send/": ("changes/{draft}/send/", 302),
    f"{CHANGE}sent/": ("changes/{submitted}/sent/", 200),
    f"{CHANGE}conflicts/": ("changes/{changes_requested}/conflicts/", 200),
    f"{CHANGE}discard/": ("changes/{draft}/discard/", 200),
    f"{CHANGE}revert/": ("changes/{published}/revert/", 200),
    f"{CHANGE}vote/": ("changes/{in_review}/vote/", 200),
    f"{CHANGE}comment/": ("changes/{published}/comment/", 200),
    f"{CHANGE}<str:name>/": ("changes/{on_hold}/withdraw/", 200),
    f"{PAGE}join/": ("join/", 200),
    f"{PAGE}members/": ("members/", 403),
    f"{PAGE}members/<int:key>/": ("members/{request}/", 403),
    f"{PAGE}members/<int:key>/end/": ("members/{request}/end/", 403),
    f"{PAGE}source/": ("source/", 403),
    f"{PAGE}source/accept/": ("source/accept/", 403),
    f"{PAGE}releases/new/": ("releases/new/", 403),
    f"{PAGE}inbox/": ("inbox/", 200),
    REST: ("", 200),
    f"{REST}objects/": ("objects/", 200),
    f"{REST}objects/<path:name>/": ("objects/ysd_team/", 200),
    f"{REST}items/": ("items/", 200),
    f"{REST}items/<path:item_ref>/": ("items/YOUN002A/", 200),
    f"{REST}categories/": ("categories/", 200),
    f"{REST}categories/<path:name>/": ("categories/attendance_mark/", 200),
    f"{REST}objects/<path:name>/history/": ("objects/ysd_team/history/", 200),
    f"{REST}items/<path:name>/history/": ("items/YOUN002A/history/", 200),
    f"{REST}categories/<path:name>/history/": ("categories/attendance_mark/history/", 200),
    f"{REST}cms/<path:name>/history/": ("cms/larchway/history/", 200),
    f"{REST}returns/<path:name>/history/": ("returns/YAC/history/", 200),
    f"{REST}relationships/": ("relationships/", 200),
    f"{REST}model/": ("model/", 200),
    f"{REST}model/<str:kind>/": ("model/returns/", 200),
    f"{REST}model/<str:kind>/<path:name>/": ("model/objects/ysd_team/", 200),
    f"{REST}cms/": ("cms/", 200),
    f"{REST}cms/<path:cms>/": ("cms/larchway/", 200),
    f"{REST}cms/<path:cms>/mappings/": ("cms/larchway/mappings/", 200),
    f"{REST}returns/": ("returns/", 200),
    f"{REST}returns/<path:name>/": ("returns/YAC/", 200),
    f"{REST}authorities/": ("authorities/", 200),
    f"{REST}authorities/<path:code>/": ("authorities/900/", 200),
    f"{REST}authorities/<path:name>/history/": ("authorities/900/history/", 200),
    f"{REST}problems/": ("problems/", 200),
    f"{REST}matrices/items-returns/": ("matrices/items-returns/", 200),
    f"{REST}matrices/items-systems/": ("matrices/items-systems/", 200),
    f"{REST}matrices/objects-systems/": ("matrices/objects-systems/", 200),
    f"{REST}charts/coverage/": ("charts/coverage/", 200),
    f"{REST}charts/holes/": ("charts/holes/", 200),
    f"{REST}charts/quality/": ("charts/quality/", 200),
    f"{REST}revisions/": ("revisions/", 200),
    f"{REST}revisions/<str:sha>/": ("revisions/{sha}/", 200),
    f"{REST}releases/": ("releases/", 200),
    f"{REST}releases/latest/": ("releases/latest/", 200),
    f"{REST}releases/<path:version>/": ("releases/{release}/", 200),
    f"{REST}search/": ("search/?q=surname", 200),
    f"{REST}glossary/": ("glossary/", 200),
    f"{REST}search/facets/": ("search/facets/?q=surname", 200),
    f"{REST}search/suggestions/": ("search/suggestions/?q=surname", 200),
    f"{REST}changelog/": ("changelog/", 200),
    f"{REST}changelog/<str:number>/": ("changelog/YSD-0001/", 200),
    f"{REST}diff/": ("diff/?from={release}", 200),
    f"{REST}for-me/": ("for-me/?since={release}", 200),
    "api/v1/specifications/<str:slug>/export/<str:kind>": ("export/json", 200),
    "api/v1/specifications/<str:slug>/hooks/git": ("hooks/git", 405),
    f"{REST}export/<str:kind>/": ("export/pdf/", 202),
    f"{REST}sql/<path:cms>/": ("sql/larchway/", 200),
    f"{REST}extracts/": ("extracts/", 200),
    f"{REST}extracts/<str:cms>/": ("extracts/larchway/", 200),
    f"{REST}extracts/<str:cms>/<str:name>/": ("extracts/larchway/ysd_team/", 200),
    f"{REST}extracts/<str:cms>/<str:name>/history/": ("extracts/larchway/ysd_team/history/", 200),
    f"{REST}extracts/<str:cms>/<str:name>/<str:variant>/": ("extracts/larchway/ysd_team/quay/", 200),
    f"{REST}extracts/<str:cms>/<str:name>/<str:variant>/history/": ("extracts/larchway/ysd_team/quay/history/", 200),
    f"{REST}source/": ("source/", 403),
    f"{REST}source/settle/": ("source/settle/", 405),
    f"{REST}source/accept/": ("source/accept/", 405),
    f"{REST}changes/": ("changes/", 200),
    REST_CHANGE: ("changes/{rejected}/", 200),
    f"{REST_CHANGE}reviews/": ("changes/{in_review}/reviews/", 405),
    f"{REST_CHANGE}colleagues/": ("changes/{draft}/colleagues/", 405),
    f"{REST_CHANGE}comments/": ("changes/{in_review}/comments/", 405),
    f"{REST_CHANGE}revert/": ("changes/{published}/revert/", 405),
    f"{REST_CHANGE}settle/": ("changes/{changes_requested}/settle/", 405),
    **{f"{REST_CHANGE}{row.address}/": (f"changes/{{{start(row)}}}/{row.address}/", 405) for row in TAKEN},
}
#: Questions that lead to other queries than the address of a row.
QUESTIONS = (
    "/{slug}/search?q=volume",
    "/{slug}/search?q=volume+zebra",
    "/{slug}/search?q=voluem",
    "/{slug}/items/YOUN002A/?at={sha}",
    "/{slug}/compare/{release}...{sha}/?class=breaking&cms=larchway",
    "/{slug}/for-me/",
    "/{slug}/my-sql/",
    "/api/v1/specifications/{slug}/sql/larchway/?dialect=postgres&schema=s&as=views",
    "/api/v1/specifications/{slug}/diff/?from={sha}&format=md",
    "/api/v1/specifications/{slug}/items/?changed_since=2020-01-01",
    "/api/v1/specifications/{slug}/items/?page_size=1000",
    "/api/v1/specifications/{slug}/diff/?from={sha}",
    "/api/v1/specifications/{slug}/revisions/?page_size=1000",
)


def address(route: str, known: Mapping[str, object]) -> str:
    """The address of a row about a standard; ``known`` has a value for each name in braces."""
    return filled(OF_A_STANDARD[route][0], known, "/api/v1/specifications" if route.startswith("api/") else "")


def filled(rest: str, known: Mapping[str, object], root: str = "") -> str:
    """What comes behind the slug of a standard, as an address."""
    return f"{root}/{known['slug']}/" + rest.format(**known)


def addresses(known: Mapping[str, object]) -> list[str]:
    """All of them: of the site, of a standard, and the questions."""
    asked = (question.format(**known) for question in QUESTIONS)
    return [*OF_THE_SITE.values(), *(address(route, known) for route in OF_A_STANDARD), *asked]
