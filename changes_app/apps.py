from importlib import import_module

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """Listens to what accounts do elsewhere, and has jobs that come again by themselves."""

    name = "changes_app"
    verbose_name = "Changes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for module in ("changes_app.people.receivers", "changes_app.following.mails", "changes_app.deciding.due"):
            import_module(module)
