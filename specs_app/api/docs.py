"""The description of REST, and the page to try it on."""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from specs_app.api.base import RestView


class ApiSchema(RestView, SpectacularAPIView):
    """The OpenAPI schema."""


class ApiDocs(SpectacularSwaggerSplitView):
    """Swagger UI from files of our own; its template holds no inline script or style, which the site's policy forbids."""

    template_name = "api/docs.html"
