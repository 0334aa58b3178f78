"""An answer comes back from the cache server as it went there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from specs_app.freshness import PublicState
from ssd_portal.published.common import packed, unpacked
from ssd_portal.published.entries import Entry

TEXTS = st.text(max_size=20)
HEADERS = st.lists(st.tuples(TEXTS, TEXTS), max_size=4).map(tuple)
STATES = st.dictionaries(TEXTS, st.builds(PublicState, TEXTS, st.integers(), st.integers(), TEXTS), max_size=3)


@given(st.builds(Entry, TEXTS, STATES, TEXTS, HEADERS, HEADERS, st.binary(max_size=100)))
def test_answer_comes_back_as_it_was(entry: Entry) -> None:
    back = unpacked(packed(entry))
    assert back == entry
    assert {slug: type(state) for slug, state in back.state.items()} == dict.fromkeys(entry.state, PublicState)
