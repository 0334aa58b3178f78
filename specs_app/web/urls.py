"""The public pages of every standard, as in the public contract.

A name may hold any sign, a slash too: hence ``path`` where one part is expected.
"""

from django.urls import path, re_path

from specs_app.diagrams.catalogue import KINDS
from specs_app.web.pages import (
    authorities,
    categories,
    changelog,
    compare,
    downloads,
    extracts,
    for_me,
    histories,
    matrices,
    model,
    my_sql,
    objects,
    overview,
    pdfs,
    quality,
    reading,
    releases,
    search,
    systems,
    versions,
)

app_name = "specs"
TWO_VERSIONS = r"(?P<slug>[-\w]+)/compare/(?P<older>[^/]+?)\.\.\.(?P<newer>[^/]+)"
#: The diagrams of everything that have a page besides that of the model, which has all objects.
DRAWN_WHOLE = ("domains", "returns")
HISTORIES = ("objects", "items", "categories", "cms", "returns", "extracts", "authorities")

urlpatterns = [
    path("", overview.standards, name="standards"),
    path("<slug:slug>/", overview.standard, name="overview"),
    path("<slug:slug>/search", search.find, name="search"),
    path("<slug:slug>/search/", search.find_with_a_slash, name="search_with_a_slash"),
    path("<slug:slug>/objects/", objects.object_list, name="objects"),
    *(
        path(f"<slug:slug>/{kind}/<path:name>/history/", histories.part_history, {"kind": kind}, name=f"{kind}_history")
        for kind in HISTORIES
    ),
    path("<slug:slug>/objects/<path:name>/", objects.object_detail, name="object"),
    path("<slug:slug>/items/", objects.items, name="items"),
    path("<slug:slug>/items/<path:key>/", objects.item_detail, name="item"),
    path("<slug:slug>/categories/", categories.categories, name="categories"),
    path("<slug:slug>/categories/<path:name>/", categories.category, name="category"),
    path("<slug:slug>/cms/", systems.cms_list, name="cms_list"),
    path("<slug:slug>/cms/<path:key>/", systems.cms_detail, name="cms"),
    path("<slug:slug>/extracts/", extracts.extracts, name="extracts"),
    path("<slug:slug>/extracts/<str:cms>/", extracts.extracts, name="extracts_of_system"),
    path("<slug:slug>/extracts/<str:cms>/<str:name>/", extracts.extract, name="extract"),
    path("<slug:slug>/extracts/<str:cms>/<str:name>/<str:variant>/", extracts.extract, name="extract_variant"),
    path("<slug:slug>/model/", model.model, name="model"),
    path("<slug:slug>/model/<slug:kind>.<slug:ending>", model.model_file, name="model_file"),
    path("<slug:slug>/model/<slug:kind>/<path:name>.<slug:ending>", model.model_file, name="model_file_of"),
    *(
        path(f"<slug:slug>/model/{kind}/", model.model_part, {"kind": kind}, name=f"model_{kind}")
        for kind in DRAWN_WHOLE
    ),
    *(
        path(f"<slug:slug>/model/{kind}/<path:name>/", model.model_part, {"kind": kind}, name=f"model_{kind}_of")
        for kind in KINDS
    ),
    path("<slug:slug>/returns/", systems.returns, name="returns"),
    path("<slug:slug>/returns/<path:key>/", systems.return_detail, name="return"),
    path("<slug:slug>/matrices/", matrices.matrices, name="matrices"),
    path("<slug:slug>/matrices/<slug:name>/", matrices.matrix, name="matrix"),
    path("<slug:slug>/matrices/<slug:name>.<slug:form>", matrices.matrix_as_file, name="matrix_file"),
    path("<slug:slug>/authorities/", authorities.authorities, name="authorities"),
    path("<slug:slug>/authorities/<path:code>/", authorities.authority, name="authority"),
    path("<slug:slug>/downloads/changed-since-<str:since>.pdf", pdfs.changed, name="changed_pdf"),
    path("<slug:slug>/downloads/<slug:name>.pdf", pdfs.whole, name="pdf"),
    path("<slug:slug>/downloads/objects/<path:name>.pdf", pdfs.one_object, name="object_pdf"),
    path("<slug:slug>/downloads/domains/<path:key>.pdf", pdfs.one_domain, name="domain_pdf"),
    path("<slug:slug>/downloads/returns/<path:key>.pdf", pdfs.one_return, name="return_pdf"),
    path("<slug:slug>/quality/", quality.quality, name="quality"),
    path("<slug:slug>/validators/", quality.validators, name="validators"),
    path("<slug:slug>/downloads/", downloads.downloads, name="downloads"),
    path("<slug:slug>/downloads/<path:name>", downloads.download, name="download"),
    path("<slug:slug>/glossary/", reading.glossary, name="glossary"),
    path("<slug:slug>/how-to-read/", reading.how_to_read, name="how_to_read"),
    path("<slug:slug>/changelog/", changelog.changelog, name="changelog"),
    path("<slug:slug>/releases/", releases.releases, name="releases"),
    path("<slug:slug>/releases/feed/", releases.ReleasesFeed(), name="release_feed"),
    path("<slug:slug>/releases/<path:version>/", releases.release, name="release"),
    path("<slug:slug>/revisions/<str:sha>/", versions.revision, name="revision"),
    path("<slug:slug>/compare/", compare.choose, name="choose"),
    re_path(rf"^{TWO_VERSIONS}/$", compare.compare, name="compare"),
    re_path(rf"^{TWO_VERSIONS}/differences\.pdf$", compare.compare_pdf, name="compare_pdf"),
    path("<slug:slug>/for-me/", for_me.for_me, name="for_me"),
    path("<slug:slug>/my-sql/", my_sql.my_sql, name="my_sql"),
    path("<slug:slug>/my-sql/answer/", my_sql.answer, name="my_sql_answer"),
    path("<slug:slug>/my-sql/script/", my_sql.script, name="my_sql_script"),
]
