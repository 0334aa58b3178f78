"""Releases are the tags on published commits; their rows follow the references."""

from __future__ import annotations

from simple_history.utils import bulk_create_with_history

from specs_app import freshness
from specs_app.models import Release, Specification
from specs_app.projection.authorship import Authorship
from specs_app.projection.project import remove
from specs_app.projection.provenance import release_rows, stored_releases


def mend_releases(specification: Specification, authorship: Authorship) -> list[str]:
    """Make the rows say what the tags say; what was wrong, in words."""
    wanted, found = release_rows(specification), stored_releases(specification)
    wrong = [tag for tag, row in found.items() if wanted.get(tag) != row]
    if wrong:
        remove(Release, specification.releases.filter(tag__in=wrong), authorship)
    missing = [tag for tag, row in wanted.items() if found.get(tag) != row]
    rows = [Release(specification=specification, tag=tag, **wanted[tag]) for tag in missing]
    if rows:
        bulk_create_with_history(rows, Release, **authorship.of_rows)
    if wrong or rows:
        freshness.written(specification.slug)
    return [f"release {tag} differed from the tag" for tag in sorted({*wrong, *missing})]
