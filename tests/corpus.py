"""Where the real specification lies that many tests read; those tests skip, saying why, where it is missing."""

import os
from pathlib import Path

import pytest

BESIDE_CHECKOUT = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "ssd-data-model"
CORPUS = Path(os.environ.get("SSD_CORPUS") or BESIDE_CHECKOUT)

needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the real specification is not at hand: set SSD_CORPUS to its folder"
)


def corpus_files(folder: str) -> list[Path]:
    """The files below a folder of the corpus, in a fixed order; empty where there is no corpus."""
    return sorted(path for path in (CORPUS / folder).rglob("*") if path.is_file())
