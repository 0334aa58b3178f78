"""The pages about people: accounts, memberships, inboxes."""

from django.urls import path

from changes_app.views import account, people

app_name = "people"

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/name/", account.name, name="name"),
    path("account/tokens/", account.new_token, name="new_token"),
    path("account/tokens/<slug:key>/revoke/", account.revoke_token, name="revoke_token"),
    path("<slug:slug>/join/", people.join, name="join"),
    path("<slug:slug>/members/", people.members, name="members"),
    path("<slug:slug>/members/<int:key>/", people.admit, name="admit"),
    path("<slug:slug>/inbox/", people.desk_page, name="inbox"),
]
