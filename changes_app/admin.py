"""The administrators' page of people: what they may do with accounts goes through the actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from changes_app.errors import ChangeError
from changes_app.people.actions import administration
from changes_app.people.forms.accounts import NameField
from changes_app.record.names import display_name, full_name
from specs_app.admin_site import ReadOnly

if TYPE_CHECKING:
    PlainForm = forms.ModelForm[User]
else:  # Django's own class takes no type argument at run time
    PlainForm = forms.ModelForm


class AccountForm(PlainForm):
    """The name and the switches of an account."""

    name = NameField(required=False)

    class Meta:
        model = User
        fields = tuple(administration.SWITCHES)
        labels = administration.SWITCHES
        help_texts = dict.fromkeys(administration.SWITCHES, "")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["name"] = full_name(self.instance)


@admin.register(User)
class AccountAdmin(ReadOnly):
    """Names and switches. A password, a token or an address is set by its owner alone."""

    form = AccountForm  # type: ignore[assignment]
    fields = ("name", *administration.SWITCHES, "username", "email", "last_login", "date_joined")
    readonly_fields = ("username", "email", "last_login", "date_joined")
    list_display = ("username", "email", "first_name", "last_name", *administration.SWITCHES)
    list_filter = tuple(administration.SWITCHES)
    search_fields = ("username", "email", "first_name", "last_name")
    actions = ("send_reset_link",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return cast("User", request.user).is_superuser

    def has_view_permission(self, request: HttpRequest, *_: Any) -> bool:
        return cast("User", request.user).is_superuser

    def has_change_permission(self, request: HttpRequest, *_: Any) -> bool:
        return cast("User", request.user).is_superuser

    def save_model(self, request: HttpRequest, obj: Any, form: Any, *_: Any, **__: Any) -> None:
        """Through the action, which asks, records and tells; what it refuses is a page of its own."""
        administration.change_account(user=obj, by=cast("User", request.user), **form.cleaned_data)

    @admin.action(description="Send a link that sets a new password", permissions=["change"])
    def send_reset_link(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            try:
                administration.send_reset_link(user=user, by=cast("User", request.user))
            except ChangeError as error:
                messages.error(request, f"{error.message} {error.remedy}")
            else:
                messages.success(request, f"A link was sent to {display_name(user)}.")
