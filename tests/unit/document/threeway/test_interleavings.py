"""Whatever two sides do to one document: what either did stands in the end, or a meeting says where they do not agree."""

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from specs_app.document import paths
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
    told = made.meetings or unproved(made, Three(base, theirs, ours), made.document)
    event("told" if told else "merged")
    assert told or not _lost(base, theirs, ours, made.document)


def _lost(base: Document, theirs: Document, ours: Document, merged: Document) -> list[str]:
    """Items of which a side's own values are not there, counted by hand and by another way than the proof."""
    found = []
    for side, other in ((theirs, ours), (ours, theirs)):
        for key, (_, item) in side.item_by_ref.items():
            _, was = base.item_by_ref.get(key, (None, None))
            _, now = merged.item_by_ref.get(key, (None, None))
            for field in ("name", "description", "guidance", "type", "required", "domains", "status"):
                mine = getattr(item, field)
                if was is None or getattr(was, field) != mine:
                    found += [] if now is not None and getattr(now, field) == mine else [f"{key} {field}"]
            if was is not None and key not in other.item_by_ref and now is not None:
                found.append(f"{key} is not gone")
    return found


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
    edit = data.draw(edits_for(base).filter(lambda edit: edit.action != "add_item" or "item_ref" in edit.values))
    theirs, ours = apply(base, [edit]).document, edited(data, base)
    after = apply(ours, [edit])
    made = merge(base, theirs, ours)
    assume(not after.problems and not made.meetings)
    assume(not unproved(made, Three(base, theirs, ours), made.document))
    assert [change for change in diff(after.document, made.document) if change.field != "order"] == []


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
    assert side in made.settled.values() or not made.settled
    for (address, field), keep in made.settled.items():
        kind, *names = paths.split(address)
        if kind == "items" and field and not unproved(made, Three(base, theirs, ours), made.document):
            _, settled = made.document.item_by_ref[names[0]]
            _, chosen = (theirs if keep == THEIRS else ours).item_by_ref[names[0]]
            assert field in ("object", "returns") or "/" in field or getattr(settled, field) == getattr(chosen, field)
