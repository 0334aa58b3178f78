"""Settings of a specification that states none, inferred from its objects, its change log and its version history."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from specs_app.document.types import Cms, DataObject, Layout, Return, Settings, Term
from specs_app.yaml_files.read.collector import Fields
from specs_app.yaml_files.read.known_domains import KNOWN_DOMAINS
from specs_app.yaml_files.version_history import CURRENT, fields_of

KNOWN_CMS = {
    "liquid_logic": Cms("liquid_logic", "Liquid Logic", "tsql"),
    "mosaic": Cms("mosaic", "Mosaic", "tsql"),
    "eclipse": Cms("eclipse", "Eclipse", "postgres"),
    "caredirector": Cms("caredirector", "CareDirector", "tsql"),
    "azeus": Cms("azeus", "Azeus", "tsql"),
}
KNOWN_RETURNS = {
    "ADCS_SP": "ADCS Safeguarding Pressures",
    "AnnexA": "Ofsted Annex A",
    "ASGLB": "Adoption and Special Guardianship Leadership Board",
    "CIN": "Children in Need census",
    "CSCWF": "Children's social work workforce census",
    "Local": "Local use",
    "RIIA": "Regional Improvement and Innovation Alliances",
    "SEN2": "SEN2 census",
    "SSDA903": "SSDA903 children looked after",
}
#: What the returns of items name besides: how far the standard has come with them. In the words of its own change log.
KNOWN_STAGES = {
    key: Return(key, title, kind="stage", meaning=meaning)
    for key, title, meaning in (
        ("1aDraft", "1a draft", "A draft in stage 1a of the standard: not agreed yet."),
        (
            "1aNotInCMS",
            "1a, not in the systems",
            "In stage 1a of the standard; case management systems do not hold it yet.",
        ),
        ("1bDraft", "1b draft", "Suggested as a new item in stage 1b of the standard: not agreed yet."),
        ("1bSpecified", "1b specified", "Agreed as a new item in stage 1b of the standard."),
    )
}
STATUSES = tuple(
    Term(key, title)
    for key, title in (
        ("B", "Backlog"),
        ("D", "In development"),
        ("S", "In scripting"),
        ("T", "In testing"),
        ("DT", "In data testing"),
        ("AR", "Awaiting review"),
        ("R", "Released"),
        ("Bl", "Blocked"),
        ("P", "Placeholder"),
    )
)
_CHANGE = re.compile(r"([A-Z][A-Z0-9]*)-\d+")
_WELL_FORMED = re.compile(r"\w+")
_ACRONYMS = frozenset({"cin", "cla", "cp", "ehcp", "s47", "sdq", "sen", "send", "uasc"})
_CLOSE, _FAR_COMMONER = 0.85, 10


def infer(files: Mapping[str, bytes], objects: tuple[DataObject, ...], layout: Layout) -> Settings:
    """The settings that the tree shows. The same tree always gives the same settings."""
    items = [item for entry in objects for item in entry.items]
    table_prefix = _table_prefix(entry.name for entry in objects)
    prefix = _prefix(files, (str(dict(item.metadata).get("change_id", "")) for item in items)) or table_prefix.strip(
        "_"
    )
    history = _version_history(files)
    return Settings(
        title=history.get("name") or f"{prefix.upper()} specification".strip(),
        publisher=history.get("owner", ""),
        prefix=prefix.upper(),
        table_prefix=table_prefix,
        version=history.get("version", ""),
        layout=layout,
        cms=tuple(_cms(key) for key in _seen(mapping.cms for item in items for mapping in item.cms)),
        returns=tuple(
            KNOWN_STAGES.get(key) or Return(key, KNOWN_RETURNS.get(key, ""))
            for key in _without_slips(name for i in items for name in i.returns)
        ),
        domains=tuple(_domain(key) for key in _seen(name for item in items for name in item.domains)),
        statuses=STATUSES,
    )


def _seen(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _title(key: str) -> str:
    words = [word.upper() if word in _ACRONYMS else word for word in key.replace("_", " ").split()]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]]) if words else key


def _domain(key: str) -> Term:
    return KNOWN_DOMAINS.get(key) or Term(key, _title(key))


def _cms(key: str) -> Cms:
    return KNOWN_CMS.get(key) or Cms(key, _title(key))


def _without_slips(names: Iterable[str]) -> list[str]:
    """Names in order of appearance, without those that look like a slip for one that is used far more often."""
    counts = Counter(names)
    sound = [name for name in counts if _WELL_FORMED.fullmatch(name)]
    return [name for name in sound if not any(_is_slip(name, other, counts) for other in sound)]


def _is_slip(name: str, other: str, counts: Counter[str]) -> bool:
    common = counts[other] >= _FAR_COMMONER * counts[name]
    return common and SequenceMatcher(None, name, other).ratio() >= _CLOSE


def _table_prefix(names: Iterable[str]) -> str:
    """What all names have in common up to their first underscore, or nothing."""
    starts = {name.partition("_")[0] if "_" in name else "" for name in names}
    start = starts.pop() if len(starts) == 1 else ""
    return f"{start}_" if start else ""


def _prefix(files: Mapping[str, bytes], change_ids: Iterable[str]) -> str:
    """The commonest beginning of change numbers in the metadata of items and in the change log."""
    log = files.get("CHANGELOG.md", b"").decode("utf-8", errors="replace")
    found = [match[1] for text in change_ids if (match := _CHANGE.fullmatch(text))]
    found += [match[1] for match in re.finditer(r"\|\s*([A-Z][A-Z0-9]*)-\d+\s*\|", log)]
    return min(Counter(found).items(), key=lambda pair: (-pair[1], pair[0]))[0] if found else ""


def _version_history(files: Mapping[str, bytes]) -> dict[str, str]:
    """Name, owner, description and version from the version history, as far as one can be read."""
    top = fields_of(files)
    if top is None:
        return {}
    meta = top.table("meta")
    about = Fields(meta, top.collector) if meta is not None else None
    texts = {key: about.text(key) for key in ("name", "owner")} if about else {}
    return {**texts, "version": top.text(CURRENT)}
