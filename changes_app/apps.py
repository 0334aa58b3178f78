from importlib import import_module

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """Listens to what accounts do elsewhere, and to what the public sees of it."""

    name = "changes_app"
    verbose_name = "Changes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for module in ("changes_app.record.public", "changes_app.people.receivers", "changes_app.following.mails"):
            import_module(module)
