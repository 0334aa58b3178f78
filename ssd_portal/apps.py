from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from ssd_portal import checks


class PortalConfig(AppConfig):
    """Brings the settings checks and the page components into Django."""

    name = "ssd_portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        checks.register_checks()


class ClosedAdminConfig(AdminConfig):
    """Django's admin, in which no library has pages of its own."""

    default_site = "specs_app.admin_site.ClosedSite"
    default = False
