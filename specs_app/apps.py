from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SpecificationsConfig(AppConfig):
    """Finds the module of another app that says who reads restricted specifications, and has a job that comes again by itself."""

    name = "specs_app"
    verbose_name = "Specifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules("readers")
        import_module("specs_app.freshness")
        import_module("specs_app.actions.schedule")
        import_module("specs_app.publishing.quality_counts")
