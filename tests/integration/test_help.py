"""Guides and notices on the site: every guide and every link in it is there; an operator's words take the place of ours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse

from ssd_portal.guides import DOCS, GUIDES, address_of, guide

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def page(path: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("name", GUIDES)
def test_guide_can_be_read_and_its_links_lead_on(name: str) -> None:
    found = page(address_of(name))
    main = found.partition("<main")[2].partition("</main>")[0]
    for href in re.findall(r'(?:href|src)="([^"]+)"', main):
        path, _, part = href.partition("#")
        if path.startswith("/static/guides/"):
            assert (DOCS / "images" / path.rpartition("/")[2]).is_file(), href
        elif path.startswith("/help/"):
            assert not part or f'id="{part}"' in page(path), href
        elif not path:
            assert f'id="{part}"' in found, href


def test_guides_open_where_a_picture_is_not_in_the_manifest(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> str:
        raise ValueError(f"Missing staticfiles manifest entry for {name!r}")

    monkeypatch.setattr("ssd_portal.guides.static", refuse)
    guide.cache_clear()
    try:
        opened = [page(address_of(name)) for name in GUIDES]
    finally:
        guide.cache_clear()
    assert any('src="/static/guides/' in found for found in opened)


def test_every_guide_for_users_is_on_the_site() -> None:
    kept = {f"user/{path.name}" for path in (DOCS / "user").glob("*.md")}
    assert kept <= {path for path, _ in GUIDES.values()}


def test_help_and_notices_are_a_link_away_from_every_page(client: Client) -> None:
    for path in ("/", "/help/scripts/", "/accounts/login/", "/about/privacy/"):
        found = page(path, client)
        for target in ("/help/", "/about/accessibility/", "/about/privacy/", "/about/contact/"):
            assert f'href="{target}"' in found, path


def test_unknown_guide_and_notice_are_not_there(client: Client) -> None:
    assert [client.get(path).status_code for path in ("/help/nothing/", "/about/nothing/")] == [404, 404]


def test_notices_name_who_runs_the_portal(client: Client, settings: LazySettings) -> None:
    settings.SITE_OWNER, settings.CONTACT_EMAIL = "Northmoor <Council>", "standards@example.org"
    for name in ("accessibility", "privacy", "contact"):
        found = page(reverse("notice", args=[name]), client)
        assert "Northmoor &lt;Council&gt;" in found
        assert 'href="mailto:standards@example.org"' in found


def test_what_is_not_filled_in_is_said_to_staff_alone(client: Client) -> None:
    staff = Client()
    staff.force_login(User.objects.create_user("ada", is_staff=True))
    for name in ("accessibility", "privacy", "contact"):
        path = reverse("notice", args=[name])
        assert "Only staff see this" in page(path, staff)
        assert "Only staff see this" not in page(path, client)


def test_own_text_takes_the_place_of_ours(client: Client, settings: LazySettings, tmp_path: Path) -> None:
    (tmp_path / "accessibility.md").write_text(
        "# Ours\n\nWritten in **November**. <script>x</script>\n", encoding="utf-8"
    )
    settings.SITE_TEXTS = str(tmp_path)
    found = page("/about/accessibility/", client)
    assert "<strong>November</strong>" in found
    assert "<script>x" not in found
    assert "Equality and Human Rights" not in found
    assert "Equality" not in page("/about/privacy/", client)


def warned() -> set[str]:
    return {str(message.id) for message in run_checks(include_deployment_checks=True)}


def test_deployment_check_warns_of_what_is_missing(settings: LazySettings, tmp_path: Path) -> None:
    wanted = {"portal.W004", "portal.W005", "portal.W006"}
    assert wanted <= warned()
    settings.SITE_OWNER, settings.CONTACT_EMAIL, settings.SITE_TEXTS = "Northmoor", "a@example.org", str(tmp_path)
    for name in ("accessibility.md", "privacy.md"):
        assert "portal.W006" in warned()
        (tmp_path / name).write_text("Words.", encoding="utf-8")
    assert not wanted & warned()
    assert not wanted & {str(message.id) for message in run_checks()}
