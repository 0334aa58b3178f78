"""The proof of a script piece by piece, and which pieces have been proved already.

What a standard says of one object stands in a few pieces of each script, and these stay the same from version to version until the
object changes: only then are they proved anew.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from hashlib import sha256
from threading import Lock

from specs_app.sql import safety
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.home import Home
from specs_app.sql.writer import Piece

#: So many pieces are known at most, each by 32 bytes: those of a dozen scripts of a large standard.
MOST = 50_000


class Proofs:
    """The pieces that this process has proved last, shared by all threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[bytes, None] = OrderedDict()
        self._lock = Lock()

    def require(self, pieces: Iterable[Piece], *, dialect: Dialect, home: Home) -> None:
        """Raises ``UnsafeScript`` unless every piece is shown to be harmless and to end where it seems to."""
        for piece in pieces:
            said = f"{dialect.key}\0{home}\0{piece.statements}\0{piece.text}"
            key = sha256(said.encode("utf-8", "surrogatepass")).digest()
            if not self._is_known(key):
                safety.prove_piece(piece.text, dialect=dialect, home=home, statements=piece.statements)
                self._keep(key)

    def clear(self) -> None:
        """Forgets all of them."""
        with self._lock:
            self._known.clear()

    def _is_known(self, key: bytes) -> bool:
        with self._lock:
            known = key in self._known
            if known:
                self._known.move_to_end(key)
            return known

    def _keep(self, key: bytes) -> None:
        with self._lock:
            self._known[key] = None
            if len(self._known) > self._most:
                self._known.popitem(last=False)


#: What this process has proved.
PROOFS = Proofs(MOST)
