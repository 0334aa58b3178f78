"""The admin of the portal: a window, with doors only where the portal has made one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

if TYPE_CHECKING:
    PlainAdmin = admin.ModelAdmin[Model]
else:  # Django's own class takes no type argument at run time
    PlainAdmin = admin.ModelAdmin


class ReadOnly(PlainAdmin):
    """Lists and details of one table, without any way to write; for administrators, who may read every specification."""

    list_per_page = 100
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, _obj: Model | None = None) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_add_permission(self, *_: Any) -> bool:
        return False

    def has_change_permission(self, *_: Any) -> bool:
        return False

    def has_delete_permission(self, *_: Any) -> bool:
        return False


class ClosedSite(admin.AdminSite):
    """Takes what is built on `ReadOnly`, and nothing that a library registers.

    Those pages write passwords, tokens, addresses and rights of others, and no action, event or mail knows of it.
    """

    site_header = site_title = "Specification portal"

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[admin.ModelAdmin[Any]] | None = None,
        **options: Any,
    ) -> None:
        if admin_class is not None and issubclass(admin_class, ReadOnly):
            super().register(model_or_iterable, admin_class, **options)

    def password_change(self, *_: Any, **__: Any) -> HttpResponse:  # type: ignore[override]
        """One's own password is changed on one's own page, which asks for the present one."""
        return HttpResponseRedirect(reverse("account_change_password"))
