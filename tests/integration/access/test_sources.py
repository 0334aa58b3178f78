"""How a specification comes to be restricted: by its source, by an import, by a change request; never by a commit from outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from specs_app.actions.synchronisation import sync
from specs_app.models import Specification
from specs_app.projection.verification import verify
from tests.drivers import World, repository_of
from tests.factories import SLUG, commit_all, example_folder, example_repository, git, imported
from tests.integration.access.conftest import REOPEN, Closed

pytestmark = pytest.mark.django_db
SETTINGS = "specification.yml"


def visitor_sees(slug: str = SLUG) -> bool:
    return Client().get(f"/{slug}/").status_code == 200


def settings_file(specification: Specification) -> str:
    store = repository_of(specification.slug)
    return store.snapshot(specification.published_revision).files[SETTINGS].decode()


def test_import_restricted_is_public_at_no_moment(tmp_path: Path) -> None:
    call_command("import_spec", SLUG, str(example_folder(tmp_path / "source")), "--restricted")
    specification = Specification.objects.get(slug=SLUG)
    assert specification.is_restricted
    assert "\naccess: restricted\n" in settings_file(specification)
    assert not visitor_sees()
    assert verify(specification=specification) == []


def test_import_restricted_adds_one_line_to_settings_that_say_nothing(tmp_path: Path) -> None:
    source = example_folder(tmp_path / "source")
    (source / SETTINGS).write_text("title: Tiny # ours\nprefix: TIN\n")
    call_command("import_spec", SLUG, str(source), "--restricted")
    text = settings_file(Specification.objects.get(slug=SLUG))
    assert text == "title: Tiny # ours\nprefix: TIN\naccess: restricted\n"


def test_import_restricted_of_a_source_that_says_public_is_refused(tmp_path: Path) -> None:
    source = example_folder(tmp_path / "source")
    (source / SETTINGS).write_text("title: Tiny\naccess: public\n")
    with pytest.raises(CommandError, match="says access: public") as refused:
        call_command("import_spec", SLUG, str(source), "--restricted")
    assert refused.value.returncode == 2
    assert not Specification.objects.exists()


def test_import_restricted_of_what_is_here_for_everybody_is_refused(tmp_path: Path) -> None:
    source = example_folder(tmp_path / "source")
    call_command("import_spec", SLUG, str(source))
    with pytest.raises(CommandError, match="everybody reads it"):
        call_command("import_spec", SLUG, str(source), "--restricted")


def test_source_that_says_restricted_is_imported_so(tmp_path: Path) -> None:
    source = example_folder(tmp_path / "source")
    (source / SETTINGS).write_text("title: Tiny\naccess: restricted\n")
    imported(source)
    assert not visitor_sees()


def test_source_with_unreadable_settings_is_imported_closed(tmp_path: Path) -> None:
    source = example_folder(tmp_path / "source")
    (source / SETTINGS).write_text("access: [restricted\n")
    assert verify(specification=imported(source)) == []
    assert not visitor_sees()


@pytest.mark.parametrize("after", ["title: Tiny\n", "title: Tiny\naccess: public\n", None])
def test_outside_commit_that_opens_it_is_set_aside(tmp_path: Path, after: str | None) -> None:
    source = example_repository(tmp_path / "source")
    (source / SETTINGS).write_text("title: Tiny\naccess: restricted\n")
    commit_all(source, "Restrict")
    specification = imported(source)
    before = specification.published_revision
    if after is None:
        git(source, "rm", "-q", SETTINGS)
    else:
        (source / SETTINGS).write_text(after)
    commit_all(source, "Open it")
    report = sync(specification=specification)
    assert (report.state, report.taken) == ("quarantined", [])
    assert {problem.rule for problem in report.problems} == {"outside-governance"}
    assert specification.published_revision == before
    assert not visitor_sees()


def test_outside_commit_that_closes_it_is_set_aside(tmp_path: Path) -> None:
    source = example_repository(tmp_path / "source")
    (source / SETTINGS).write_text("title: Tiny\n")
    commit_all(source, "Settings")
    specification = imported(source)
    (source / SETTINGS).write_text("title: Tiny\naccess: restricted\n")
    commit_all(source, "Close it")
    assert sync(specification=specification).state == "quarantined"
    assert visitor_sees()


def test_change_of_access_is_breaking_and_one_line(closed: Closed) -> None:
    world: World = closed.world
    assert verify(specification=world.specification) == []
    closing = world.specification.changes.get(title="Restrict it")
    assert (closing.change_class, [entry["field"] for entry in closing.differences]) == ("breaking", ["access"])
    assert settings_file(world.specification).count("access:") == 1
    assert world.submitted(REOPEN).change_class == "breaking"
