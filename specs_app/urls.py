"""The public pages of every standard, as in the public contract."""

from django.urls import path, re_path

from specs_app.views import categories, downloads, objects, overview, pdfs, quality, systems, versions

app_name = "specs"

urlpatterns = [
    path("", overview.standards, name="standards"),
    path("<slug:slug>/", overview.standard, name="overview"),
    path("<slug:slug>/objects/", objects.object_list, name="objects"),
    path("<slug:slug>/objects/<str:name>/", objects.object_detail, name="object"),
    path("<slug:slug>/items/", objects.items, name="items"),
    path("<slug:slug>/items/<str:key>/", objects.item_detail, name="item"),
    path("<slug:slug>/categories/", categories.categories, name="categories"),
    path("<slug:slug>/categories/<str:name>/", categories.category, name="category"),
    path("<slug:slug>/cms/", systems.cms_list, name="cms_list"),
    path("<slug:slug>/cms/<str:key>/", systems.cms_detail, name="cms"),
    path("<slug:slug>/returns/", systems.returns, name="returns"),
    path("<slug:slug>/returns/<str:key>/", systems.return_detail, name="return"),
    path("<slug:slug>/downloads/<slug:name>.pdf", pdfs.whole, name="pdf"),
    path("<slug:slug>/downloads/objects/<str:name>.pdf", pdfs.one_object, name="object_pdf"),
    path("<slug:slug>/quality/", quality.quality, name="quality"),
    path("<slug:slug>/downloads/", downloads.downloads, name="downloads"),
    path("<slug:slug>/downloads/<path:name>", downloads.download, name="download"),
    path("<slug:slug>/releases/", versions.releases, name="releases"),
    path("<slug:slug>/releases/<str:version>/", versions.release, name="release"),
    path("<slug:slug>/revisions/<str:sha>/", versions.revision, name="revision"),
    path("<slug:slug>/compare/", versions.choose, name="choose"),
    re_path(r"^(?P<slug>[-\w]+)/compare/(?P<older>[^/]+?)\.\.\.(?P<newer>[^/]+)/$", versions.compare, name="compare"),
]
