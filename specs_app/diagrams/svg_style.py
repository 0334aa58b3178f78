"""The style of a drawing that stands alone. Those in pages have the same colours from ``static/src/parts/_diagram.scss``."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

#: Fill, and line: light enough for black text, and dark enough to be seen on white (3:1 and more).
PALETTE = (
    ("#e2f1ef", "#2f7f79"),
    ("#e4eef8", "#3a6ea5"),
    ("#fbf0da", "#94660f"),
    ("#eee8f6", "#6f519f"),
    ("#e6f2df", "#4d7a2e"),
    ("#fae6eb", "#a8435f"),
    ("#e8ecf1", "#55657a"),
    ("#dff2f7", "#237a94"),
    ("#f4eae1", "#8a5a34"),
    ("#f6e5f3", "#8f3f86"),
    ("#f1f1da", "#6b6b1c"),
    ("#e6e8f8", "#474fa8"),
)
GREY = ("#f3f2f1", "#717a80")


def _tint(name: str, fill: str, line: str) -> str:
    return f".{name} .frame{{fill:{fill};stroke:{line}}}.line.{name}{{stroke:{line}}}"


STYLE = "".join(
    (
        ".portal-drawing{font-family:Arial,Helvetica,'Liberation Sans',sans-serif;color:#0b0c0c}",
        ".ground{fill:#fff}text{fill:#0b0c0c}.title,.key{font-weight:700}.caption,.name,.key{fill:#383f43}",
        "a .title,a .row{text-decoration:underline;text-decoration-thickness:1px}",
        ".frame{stroke-width:1.25}.rule{stroke:#b1b4b6;fill:none}.line{fill:none;stroke-width:1.25}.end{stroke-width:1.5}",
        *(f".line.w{weight}{{stroke-width:{weight}}}" for weight in range(2, 6)),
        ".label rect{fill:#fff;stroke:#b1b4b6}.label text{font-size:12px;font-weight:700}",
        *(_tint(f"t{number}", *pair) for number, pair in enumerate(PALETTE)),
        _tint("t-none", *GREY),
        ".subject .frame{stroke-width:3}.changed .frame{stroke-width:3;stroke-dasharray:9 3}",
        ".added .frame{stroke-width:3;stroke:#00703c}.line.added{stroke-width:2.5;stroke:#00703c}",
        ".removed .frame,.line.removed{stroke-width:2;stroke:#b3261e;stroke-dasharray:4 4}",
        ".removed .title,.row.removed{text-decoration:line-through}",
        ".missing .frame{stroke-dasharray:6 4;fill:#fff}.line.missing{stroke-dasharray:6 4}",
    )
)
#: By which a page that allows no other style allows this one (Content Security Policy, level 2).
STYLE_HASH = f"sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}"
