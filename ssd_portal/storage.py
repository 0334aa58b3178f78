"""How static files get names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Rewrites the names in style sheets and in the imports of JavaScript modules too."""

    support_js_module_import_aggregation = True
