from importlib import import_module

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """Listens to what accounts do elsewhere and to what the public sees of it, and has jobs that come again by themselves."""

    name = "changes_app"
    verbose_name = "Changes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for module in ("record.public", "people.receivers", "following.mails", "record.outbox", "deciding.due"):
            import_module(f"changes_app.{module}")
