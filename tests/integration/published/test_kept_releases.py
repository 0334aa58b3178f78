"""A release that is made later is told at once by pages and answers that were kept before."""

from __future__ import annotations

from specs_app.actions.synchronisation import sync
from ssd_portal.counts import COUNTS
from tests.factories import git
from tests.lives import lived
from tests.visitors import Site


def test_kept_answers_that_name_a_release_are_made_anew(transactional_db: None) -> None:
    COUNTS.forget()
    lives, site = lived(), Site()
    second, third = lives.shas[1:3]
    paths = [f"/tin/items/VISI002A/?at={third}", f"/api/v1/specifications/tin/items/VISI002A/?at={third}"]
    before = [site.kept(path) for path in paths]
    assert ["1.0.5" in answer.text for answer in before] == [False, False]
    git(lives.source, "tag", "v1.0.5", second)
    assert not sync(specification=lives.specification).problems
    for path, old in zip(paths, before, strict=True):
        again = site.get(path, If_None_Match=old.headers["etag"])
        assert (again.status, "1.0.5" in again.text) == (200, True), path
