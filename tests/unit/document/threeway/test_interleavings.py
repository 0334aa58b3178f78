"""Whatever two sides do to one document: what either did stands in the end, or a meeting says where they do not agree."""

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from specs_app.document.diff import diff
from specs_app.document.edits import apply
from specs_app.document.threeway import OURS, THEIRS, Keep, merge, unproved
from specs_app.document.threeway.names import Three
from specs_app.document.types import Document
from tests.soak import SOAK
from tests.strategies import documents, edits_for

quick = settings(
    max_examples=400 if SOAK else 25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def edited(data: st.DataObject, document: Document) -> Document:
    """The document after one to three edits of any kind."""
    for _ in range(data.draw(st.integers(1, 3))):
        if any(document.items()):
            document = apply(document, [data.draw(edits_for(document))]).document
    return document


@given(data=st.data())
@quick
def test_edits_of_both_sides_stand_or_meet(data: st.DataObject) -> None:
    base = data.draw(documents())
    theirs, ours = edited(data, base), edited(data, base)
    made = merge(base, theirs, ours)
    if not made.meetings:
        assert unproved(made, Three(base, theirs, ours), made.document) == []


@given(data=st.data())
@quick
def test_what_was_edited_on_one_side_alone_is_that_side(data: st.DataObject) -> None:
    base = data.draw(documents())
    after = edited(data, base)
    for three in (Three(base, after, base), Three(base, base, after), Three(base, after, after)):
        made = merge(three.base, three.theirs, three.ours)
        assert (made.meetings, diff(after, made.document)) == ((), ())
        assert unproved(made, three, made.document) == []


@given(data=st.data())
@quick
def test_edits_that_do_not_meet_come_to_the_same_as_one_after_the_other(data: st.DataObject) -> None:
    base = data.draw(documents())
    edit = data.draw(edits_for(base))
    theirs, ours = apply(base, [edit]).document, edited(data, base)
    after = apply(ours, [edit])
    made = merge(base, theirs, ours)
    assume(not after.problems and not made.meetings)
    assert diff(after.document, made.document) == ()


@given(data=st.data())
@quick
def test_meetings_are_settled_as_chosen(data: st.DataObject) -> None:
    base = data.draw(documents())
    theirs, ours = edited(data, base), edited(data, base)
    side: Keep = data.draw(st.sampled_from((OURS, THEIRS)))
    choices: dict[str, Keep] = {}
    made = merge(base, theirs, ours)
    for _ in range(4):
        choices |= {meeting.key: side for meeting in made.meetings}
        made = merge(base, theirs, ours, choices)
        if not made.meetings:
            break
    assert not made.meetings
    assert unproved(made, Three(base, theirs, ours), made.document) == []
