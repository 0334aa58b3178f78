"""The page to try REST on."""

from drf_spectacular.views import SpectacularSwaggerSplitView


class ApiDocs(SpectacularSwaggerSplitView):
    """Swagger UI from files of our own; its template holds no inline script or style, which the site's policy forbids."""

    template_name = "api/docs.html"
