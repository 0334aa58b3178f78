"""Two imports under one name at the same time: one stands, the other is refused and touches nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from specs_app.actions import imports
from specs_app.actions.imports import Taken, import_specification
from specs_app.errors import NothingImported
from specs_app.models import Specification
from specs_app.projection.verification import verify
from tests.factories import SLUG, example_repository, imported


@pytest.mark.django_db(transaction=True)
def test_import_under_a_name_that_was_taken_meanwhile_is_refused(
    transactional_db: None, tmp_path: Path, repository_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = example_repository(tmp_path / "source")
    real, first = imports._take, list[Specification]()

    def take(*given: object) -> Taken:
        if not first:
            first.append(Specification())
            first[:] = [imported(source)]
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(imports, "_take", take)
    with pytest.raises(NothingImported, match="meanwhile"):
        import_specification(slug=SLUG, source=str(source))
    assert [path.name for path in repository_root.glob("*.git")] == [f"{SLUG}.git"]
    assert verify(specification=first[0]) == []
