from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The queue: the tables of what the library's own lacks."""

    name = "specs_app.jobs"
    verbose_name = "Jobs"
    default_auto_field = "django.db.models.BigAutoField"
