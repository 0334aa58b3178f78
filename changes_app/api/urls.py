"""The addresses of change requests in REST, as in the public contract."""

from django.urls import path

from changes_app.api import releases, source, source_lines, views
from changes_app.api.inbox import Inbox
from changes_app.workflow import TAKEN

app_name = "changes_api"
ALL = "specifications/<slug:slug>/changes/"
ONE = f"{ALL}<str:number>/"

urlpatterns = [
    path("inbox/", Inbox.as_view(), name="inbox"),
    path("specifications/<slug:slug>/releases/", releases.ReleasesView.as_view(), name="releases"),
    path("specifications/<slug:slug>/source/", source.SourceView.as_view(), name="source"),
    path("specifications/<slug:slug>/source/settle/", source.SourceSettling.as_view(), name="source_settle"),
    path("specifications/<slug:slug>/source/accept/", source_lines.SourceLine.as_view(), name="source_accept"),
    path(ALL, views.Changes.as_view(), name="changes"),
    path(ONE, views.ChangeDetail.as_view(), name="change"),
    path(f"{ONE}settle/", views.Conflicts.as_view(), name="settle"),
    path(f"{ONE}revert/", views.Revert.as_view(), name="revert"),
    path(f"{ONE}reviews/", views.Reviews.as_view(), name="reviews"),
    path(f"{ONE}colleagues/", views.Colleagues.as_view(), name="colleagues"),
    path(f"{ONE}comments/", views.Comments.as_view(), name="comments"),
    *(path(f"{ONE}{row.address}/", views.StepView.as_view(step=row.name), name=row.address) for row in TAKEN),
]
