"""The reads of REST, as in the public contract."""

from django.urls import path

from specs_app.web.api import (
    authorities,
    changelog,
    differences,
    extracts,
    histories,
    hooks,
    releases,
    scripts,
    search,
    versions,
    views,
)

app_name = "specs_api"
ONE = "specifications/<slug:slug>"
BODY = f"{ONE}/extracts/<str:cms>/<str:name>"

urlpatterns = [
    path("specifications/", versions.Specifications.as_view(), name="specifications"),
    path(f"{ONE}/", versions.SpecificationDetail.as_view(), name="specification"),
    path(f"{ONE}/objects/", views.Objects.as_view(), name="objects"),
    path(f"{ONE}/objects/<str:name>/", views.ObjectDetail.as_view(), name="object"),
    path(f"{ONE}/items/", views.Items.as_view(), name="items"),
    path(f"{ONE}/items/<str:item_ref>/", views.ItemDetail.as_view(), name="item"),
    path(f"{ONE}/categories/", views.Categories.as_view(), name="categories"),
    path(f"{ONE}/categories/<str:name>/", views.CategoryDetail.as_view(), name="category"),
    path(f"{ONE}/items/<str:name>/history/", histories.ItemHistory.as_view(), name="item_history"),
    path(f"{ONE}/objects/<str:name>/history/", histories.ObjectHistory.as_view(), name="object_history"),
    path(f"{ONE}/categories/<str:name>/history/", histories.CategoryHistory.as_view(), name="category_history"),
    path(f"{ONE}/cms/<str:name>/history/", histories.SystemHistory.as_view(), name="system_history"),
    path(f"{ONE}/returns/<str:name>/history/", histories.ReturnHistory.as_view(), name="return_history"),
    path(f"{ONE}/relationships/", views.Relationships.as_view(), name="relationships"),
    path(f"{ONE}/cms/", views.Systems.as_view(), name="systems"),
    path(f"{ONE}/cms/<str:cms>/", views.SystemDetail.as_view(), name="system"),
    path(f"{ONE}/cms/<str:cms>/mappings/", views.Mappings.as_view(), name="mappings"),
    path(f"{ONE}/returns/", views.Returns.as_view(), name="returns"),
    path(f"{ONE}/returns/<str:name>/", views.ReturnDetail.as_view(), name="return"),
    path(f"{ONE}/authorities/", authorities.Authorities.as_view(), name="authorities"),
    path(f"{ONE}/authorities/<str:code>/", authorities.AuthorityDetail.as_view(), name="authority"),
    path(f"{ONE}/authorities/<str:name>/history/", histories.AuthorityHistory.as_view(), name="authority_history"),
    path(f"{ONE}/problems/", views.Problems.as_view(), name="problems"),
    path(f"{ONE}/revisions/", versions.Revisions.as_view(), name="revisions"),
    path(f"{ONE}/revisions/<str:sha>/", versions.RevisionDetail.as_view(), name="revision"),
    path(f"{ONE}/releases/latest/", releases.LatestRelease.as_view(), name="latest_release"),
    path(f"{ONE}/releases/<path:version>/", releases.ReleaseDetail.as_view(), name="release"),
    path(f"{ONE}/changelog/", changelog.Changelog.as_view(), name="changelog"),
    path(f"{ONE}/changelog/<str:number>/", changelog.ChangelogEntry.as_view(), name="changelog_entry"),
    path(f"{ONE}/search/", search.Search.as_view(), name="search"),
    path(f"{ONE}/search/facets/", search.SearchFacets.as_view(), name="search_facets"),
    path(f"{ONE}/search/suggestions/", search.SearchSuggestions.as_view(), name="search_suggestions"),
    path(f"{ONE}/diff/", differences.Diff.as_view(), name="diff"),
    path(f"{ONE}/for-me/", differences.ForMeDetail.as_view(), name="for_me"),
    # Any slug: an address of a file ends without a slash, and Django would answer one it cannot find by adding it.
    path("specifications/<str:slug>/export/<str:kind>", versions.ExportFile.as_view()),
    path(f"{ONE}/export/<str:kind>/", versions.ExportFile.as_view(schema=None), name="export"),
    path("specifications/<str:slug>/hooks/git", hooks.GitHook.as_view(), name="git_hook"),
    path(f"{ONE}/extracts/", extracts.Extracts.as_view(), name="extracts"),
    path(f"{ONE}/extracts/<str:cms>/", extracts.ExtractsOfSystem.as_view(), name="extracts_of_system"),
    path(f"{BODY}/", extracts.ExtractDetail.as_view(), name="extract"),
    path(f"{BODY}/history/", histories.ExtractHistory.as_view(), name="extract_history"),
    path(f"{BODY}/<str:variant>/", extracts.LocalExtractDetail.as_view(), name="extract_variant"),
    path(f"{BODY}/<str:variant>/history/", histories.LocalExtractHistory.as_view(), name="extract_variant_history"),
    path(f"{ONE}/sql/<str:cms>/", scripts.SqlFile.as_view(), name="sql"),
]
