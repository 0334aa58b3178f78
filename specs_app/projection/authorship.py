"""What every row of history says besides what its part said: which revision wrote it, for whom, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from specs_app.models import Revision

BY_REBUILD = "Rebuilt from Git"


@dataclass(frozen=True, slots=True)
class Authorship:
    """``user`` is the proposer of the change, None where no account stands behind the revision. ``because`` is why the rows are
    written where that is not the revision itself."""

    revision: Revision
    user: User | None = None
    because: str = ""

    @property
    def reason(self) -> str:
        """Such as ``SSD-0028: Say which surname`` or ``Taken from the source: Correct a type``."""
        return self.because or self.revision.reason

    @property
    def of_rows(self) -> dict[str, Any]:
        """The same as the helpers of django-simple-history take it."""
        return {
            "default_user": self.user,
            "default_change_reason": self.reason,
            "default_date": self.revision.committed_at,
            "custom_historical_attrs": {"revision": self.revision},
        }
