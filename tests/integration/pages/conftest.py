"""The example specification published in three revisions: as it is, with words and a name changed, with parts removed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client

from specs_app.models import Specification
from tests.corpus_files import example_repository
from tests.published import Files, edited, publish
from tests.recorded import as_before

PERSON = "data/objects/ysd_young_person.yml"
TEAM = "data/objects/ysd_team.yml"
CONSENT = "data/categories/consent_answer.yml"
#: The same in all three: SQL for one object, and for one council's own build.
BODIES = {
    "data/cms/larchway/ysd_team.sql": b"-- Scope: all, as teams are few\nSELECT TEAM_CODE AS team_team_id FROM dbo.ORG_TEAM\n",
    "data/cms/larchway/ysd_team.quay.sql": b"SELECT NO AS team_team_id, MAIL AS team_mail FROM dbo.QUAY_TEAM\n",
}


@dataclass(frozen=True, slots=True)
class Site:
    """The example under the slug ``ysd``, and a client that reads it."""

    specification: Specification
    client: Client
    shas: tuple[str, ...]
    source: Path

    def text(self, path: str, status: int = 200, **query: str) -> str:
        """The body of a page below the standard's address."""
        answer = self.client.get(f"/ysd/{path}", query)
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        return answer.content.decode()


def revisions() -> tuple[Files, Files, Files]:
    """The files of the three revisions."""
    first = {**example_repository(), **BODIES}
    words = ("It stays the same for as long", "It never changes for as long")
    second = edited(first, PERSON, words, ("youn_family_name", "youn_last_name"))
    team = second[TEAM].decode()
    third = {**second, TEAM: team[: team.index("  - name: team_email")].encode()}
    del third[CONSENT]
    return first, second, third


@pytest.fixture
def site(db: None, client: Client) -> Site:
    source = as_before("three published", lambda folder: publish(folder, "ysd", revisions(), tags=["v1.0.0", "v1.1.0"]))
    specification = Specification.objects.get(slug="ysd")
    shas = specification.revisions.order_by("number").values_list("sha", flat=True)
    return Site(specification, client, tuple(shas)[:3], source)
