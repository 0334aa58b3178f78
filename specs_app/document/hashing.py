"""One hash over what a proposal asks for: votes name it, so that an approval holds for that content and no other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any


def content_hash(edits: Iterable[Mapping[str, Any]]) -> str:
    """``sha256:<hex>`` of typed edits in their JSON form, in their order. Metadata has no part in an edit, so none here."""
    canonical = json.dumps(list(edits), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"
