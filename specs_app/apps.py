from django.apps import AppConfig


class SpecificationsConfig(AppConfig):
    name = "specs_app"
    verbose_name = "Specifications"
    default_auto_field = "django.db.models.BigAutoField"
