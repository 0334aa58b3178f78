"""The pages about people: accounts, memberships, inboxes."""

from django.urls import path

from changes_app.following.views import account, inboxes
from changes_app.people.views import credentials, jobs, memberships
from changes_app.publication import source_line_views as source_lines
from changes_app.publication.views import source_state
from changes_app.releasing import views as releasing

app_name = "people"

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/inbox/", inboxes.all_standards, name="inbox_of_all"),
    path("account/name/", account.name, name="name"),
    path("account/git/", account.git_address, name="git_address"),
    path("account/memberships/<int:key>/leave/", account.leave, name="leave"),
    path("account/confirm/", credentials.ask, name="confirm"),
    path("account/confirm/<str:key>/", credentials.confirm, name="confirm_key"),
    path("account/jobs/", jobs.listed, name="jobs"),
    path("account/jobs/<uuid:key>/again/", jobs.try_again, name="try_job_again"),
    path("account/tokens/", account.new_token, name="new_token"),
    path("account/tokens/<slug:key>/revoke/", account.revoke_token, name="revoke_token"),
    path("<slug:slug>/join/", memberships.join, name="join"),
    path("<slug:slug>/members/", memberships.members, name="members"),
    path("<slug:slug>/members/<int:key>/", memberships.member, name="member"),
    path("<slug:slug>/members/<int:key>/end/", memberships.end, name="end"),
    path("<slug:slug>/source/", source_state, name="source"),
    path("<slug:slug>/source/accept/", source_lines.accept, name="accept_source"),
    path("<slug:slug>/releases/new/", releasing.make, name="make_release"),
    path("<slug:slug>/inbox/", inboxes.one_standard, name="inbox"),
]
