"""The site as a whole: health, readiness, headers, pages for errors."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client


@pytest.mark.django_db
def test_healthz_answers(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_readyz_when_everything_is_there(client: Client) -> None:
    assert client.get("/readyz").json() == {"status": "ok", "database": "ok", "repositories": "ok"}


@pytest.mark.django_db
def test_readyz_names_the_missing_repositories(client: Client, settings: LazySettings, tmp_path: Path) -> None:
    settings.SPEC_REPO_ROOT = tmp_path / "nowhere"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["repositories"] == "the folder is missing"
