from django.apps import AppConfig

from ssd_portal import checks


class PortalConfig(AppConfig):
    """Brings the settings checks and the page components into Django."""

    name = "ssd_portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        checks.register_checks()
