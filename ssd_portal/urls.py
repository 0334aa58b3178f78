"""Every address of the portal; a standard's own pages come last, as they begin with any name."""

from django.contrib import admin
from django.urls import include, path, re_path

from specs_app.web.api.docs import ApiSchema, api_docs
from specs_app.web.api.versions import NotThere
from ssd_portal import help_views, views
from ssd_portal.api_index import ApiIndex

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("help/", help_views.guides, name="help"),
    path("help/<slug:name>/", help_views.guide, name="guide"),
    path("about/<slug:name>/", help_views.notice, name="notice"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", ApiIndex.as_view(), name="api_index"),
    path("api/v1/", include("specs_app.web.api.urls")),
    path("api/v1/", include("changes_app.api.urls")),
    path("api/v1/schema/", ApiSchema.as_view(), name="schema"),
    re_path(r"^api/v1/(?:[\s\S]*/)?\Z", NotThere.as_view(schema=None)),
    path("api/docs/", api_docs, name="api_docs"),
    path("", include("changes_app.urls")),
    path("", include("changes_app.urls_people")),
    path("", include("specs_app.web.urls")),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
