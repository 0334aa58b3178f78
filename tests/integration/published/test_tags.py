"""Every address that gives a tag: whoever has the bytes is told so, in the headers that the bytes themselves came with."""

from __future__ import annotations

import pytest

from changes_app.workflow import Status
from specs_app.models import Specification
from tests.addresses import addresses
from tests.drivers import COMPATIBLE, World
from tests.visitors import PAST_WHAT_IS_KEPT, Site

pytestmark = pytest.mark.one_database

OF_A_HOLDING = ("etag", "cache-control", "vary")


@pytest.mark.parametrize("cookie", [{}, PAST_WHAT_IS_KEPT], ids=["kept", "made"])
def test_unchanged_answer_says_of_its_tag_and_its_age_what_the_answer_did(
    site: Site, world: World, cookie: dict[str, str]
) -> None:
    change = world.in_review(COMPATIBLE, title="A shoe size")
    sha = Specification.objects.get(slug="ysd").published_revision
    numbers = dict.fromkeys(Status.values, change.number)
    tried, wrong = 0, {}
    for path in dict.fromkeys(addresses({"slug": "ysd", "sha": sha, "release": sha, "request": 0, **numbers})):
        whole = site.get(path, **cookie)
        if whole.status != 200 or "etag" not in whole.headers:
            continue
        held = site.get(path, If_None_Match=whole.headers["etag"], **cookie)
        tried += 1
        said = [{name: answer.headers.get(name) for name in OF_A_HOLDING} for answer in (whole, held)]
        if held.status != 304 or held.body or said[0] != said[1]:
            wrong[path] = held.status, said
    assert wrong == {}
    assert tried > (100 if not cookie else 20)
