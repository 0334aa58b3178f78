"""What was fetched, as Git packed it: kept in rows, so that the repository can be made again from them alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha1
from tempfile import TemporaryFile
from typing import BinaryIO

from specs_app.models import GitPack, Specification
from specs_app.repository.folder import Folder

PIECE_BYTES = 1024 * 1024
#: A pack begins with its kind, its version and the number of its objects, and ends with its own hash.
_COUNT, _HASH_BYTES = slice(8, 12), 20


def keep_pack(specification: Specification, folder: Folder, wanted: Iterable[str], known: Iterable[str] = ()) -> None:
    """Keep all that some commits and tags of a folder need and others, which are kept already, have not."""
    with TemporaryFile() as pack:
        folder.pack(wanted, known, pack)
        pack.seek(0)
        if int.from_bytes(pack.read(_COUNT.stop)[_COUNT]):
            _write(specification, pack)


def _write(specification: Specification, pack: BinaryIO) -> None:
    pack.seek(-_HASH_BYTES, 2)
    name = pack.read().hex()
    pack.seek(0)
    pieces = iter(lambda: pack.read(PIECE_BYTES), b"")
    for position, data in enumerate(pieces):
        GitPack.objects.get_or_create(
            specification=specification, name=name, position=position, defaults={"data": data}
        )


def names(specification: Specification) -> list[str]:
    """The packs that are kept, oldest first."""
    firsts = GitPack.objects.filter(specification=specification, position=0)
    return list(firsts.order_by("pk").values_list("name", flat=True))


def damaged(specification: Specification) -> list[str]:
    """The packs that are kept and do not end with their own hash, or go by another name."""
    return [name for name in names(specification) if not _is_whole(specification, name)]


def _is_whole(specification: Specification, name: str) -> bool:
    digest, end = sha1(usedforsecurity=False), b""
    with opened(specification, name) as pack:
        for piece in iter(lambda: pack.read(PIECE_BYTES), b""):
            digest.update((end + piece)[:-_HASH_BYTES])
            end = (end + piece)[-_HASH_BYTES:]
    return end == digest.digest() == bytes.fromhex(name)


@contextmanager
def opened(specification: Specification, name: str) -> Iterator[BinaryIO]:
    """A pack, to be read from its beginning."""
    pieces = GitPack.objects.filter(specification=specification, name=name).order_by("position")
    with TemporaryFile() as pack:
        for data in pieces.values_list("data", flat=True).iterator(1):
            pack.write(data)
        pack.seek(0)
        yield pack
