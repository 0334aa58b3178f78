"""The pages of proposals, as in the public contract."""

from django.urls import path

from changes_app.deciding.views import deciding, reading
from changes_app.following.views.feed import ChangesFeed
from changes_app.proposals.views import conflicts, drafting, editing, entrance, reverting, sharing, sources, writing

app_name = "changes"
ALL = "<slug:slug>/changes"
ONE = f"{ALL}/<str:number>"

urlpatterns = [
    path(f"{ALL}/", reading.changes, name="changes"),
    path(f"{ALL}/new/", entrance.choose, name="new"),
    path(f"{ALL}/new/why/", entrance.why_new, name="why_new"),
    path(f"{ALL}/new/sources/", sources.sources, name="sources"),
    path(f"{ALL}/feed/", ChangesFeed(), name="feed"),
    path(f"{ONE}/", reading.change, name="change"),
    path(f"{ONE}/draft/", drafting.draft, name="draft"),
    path(f"{ONE}/why/", writing.why, name="why"),
    path(f"{ONE}/edits/new/", editing.new_edit, name="new_edit"),
    path(f"{ONE}/edits/<int:position>/", editing.edit, name="edit"),
    path(f"{ONE}/edits/<int:position>/remove/", drafting.remove_edit, name="remove_edit"),
    path(f"{ONE}/edits/<int:position>/move/", drafting.move_edit, name="move_edit"),
    path(f"{ONE}/colleagues/", sharing.let_in, name="let_in"),
    path(f"{ONE}/colleagues/<int:key>/end/", sharing.end, name="end_colleague"),
    path(f"{ONE}/parts/<str:kind>/<path:key>/", drafting.part, name="part"),
    path(f"{ONE}/send/", drafting.send, name="send"),
    path(f"{ONE}/sent/", deciding.sent, name="sent"),
    path(f"{ONE}/conflicts/", conflicts.conflicts, name="conflicts"),
    path(f"{ONE}/discard/", writing.discard, name="discard"),
    path(f"{ONE}/revert/", reverting.revert, name="revert"),
    path(f"{ONE}/vote/", deciding.vote, name="vote"),
    path(f"{ONE}/comment/", deciding.comment, name="comment"),
    path(f"{ONE}/<str:name>/", deciding.step, name="step"),
]
