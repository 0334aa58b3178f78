"""The addresses of a standard's pages, as in the public contract. Every name is percent-encoded; a pinned read stays pinned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, urlencode

REST = "/api/v1/specifications/"

#: A parameter of a query: one text, or several under the one name.
QueryValue: TypeAlias = str | Sequence[str]


def anchor(registry: str, key: str) -> str:
    """The id of an entry of a registry on their page. It holds no blank, whatever the key."""
    return f"{registry}-{quote(key, safe='')}"


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses within one standard. ``at`` is the version the reader asked for; empty for the current one."""

    slug: str
    at: str = ""

    def page(self, *parts: str, **query: QueryValue) -> str:
        """The page at ``/<slug>/<parts>/``, with ``at`` and the rest of the query."""
        return self._address("/", parts, query)

    def rest(self, *parts: str, **query: QueryValue) -> str:
        """The same part in REST."""
        return self._address(REST, parts, query)

    def _address(self, root: str, parts: tuple[str, ...], query: dict[str, QueryValue]) -> str:
        path = "/".join(quote(part, safe="") for part in (self.slug, *parts))
        pairs = {**query, **({"at": self.at} if self.at else {})}
        return f"{root}{path}/" + (f"?{urlencode(pairs, doseq=True)}" if pairs else "")

    def paging(self, **query: str) -> str:
        """What stands before ``page=`` in the address of another page of a list: its query and version, with ``&`` at the end."""
        _, _, text = self.page(**query).partition("?")
        return f"{text}&" if text else ""

    def current(self, *parts: str, **query: QueryValue) -> str:
        """The same, of the current version whatever the reader asked for."""
        return Links(self.slug).page(*parts, **query)

    def home(self) -> str:
        return self.page()

    def object(self, name: str) -> str:
        return self.page("objects", name)

    def item(self, key: str) -> str:
        return self.page("items", key)

    def items(self, **query: str) -> str:
        """The list of items, filtered."""
        return self.page("items", **query)

    def objects(self) -> str:
        return self.page("objects")

    def quality(self) -> str:
        return self.page("quality")

    def search(self, **query: str) -> str:
        """The search; its address has no closing slash. A form that goes there sends the version as a field of its own."""
        path, _, pairs = self.page("search", **query).partition("?")
        return path.rstrip("/") + (f"?{pairs}" if query else "")

    def suggestions(self) -> str:
        """What REST suggests as one types; `q=` with what was typed goes behind it."""
        return self.rest("search", "suggestions")

    def category(self, name: str) -> str:
        return self.page("categories", name)

    def cms(self, key: str) -> str:
        return self.page("cms", key)

    def return_(self, key: str) -> str:
        return self.page("returns", key)

    def model(self, *parts: str) -> str:
        """A page of diagrams: of all objects, or below a kind (``domains``, ``objects``, ``returns``) of one part."""
        return self.page("model", *parts)

    def model_file(self, kind: str, name: str, ending: str) -> str:
        """A diagram as a file, without a closing slash."""
        path, mark, pairs = self.page("model", kind, *filter(None, [name])).partition("?")
        return f"{path.rstrip('/')}.{ending}{mark}{pairs}"

    def extracts(self) -> str:
        return self.page("extracts")

    def extract(self, *key: str) -> str:
        """The hand-written body of a system for an object, or for a local build."""
        return self.page("extracts", *filter(None, key))

    def registry(self, registry: str, key: str) -> str:
        """Where an entry of the registry of validators or data types is described."""
        return f"{self.page('validators')}#{quote(anchor(registry, key), safe='')}"

    def revision(self, sha: str) -> str:
        return self.current("revisions", sha)

    def release(self, version: str) -> str:
        return self.current("releases", version)

    def releases(self) -> str:
        return self.current("releases")

    def release_feed(self) -> str:
        """The releases as a feed."""
        return self.current("releases", "feed")

    def compare(self, older: str, newer: str, **query: str) -> str:
        """The differences from one version to another, filtered."""
        return self.current("compare", f"{older}...{newer}", **query)

    def compare_pdf(self, older: str, newer: str, **query: str) -> str:
        """The same as a PDF; without a closing slash."""
        path, mark, pairs = self.current("compare", f"{older}...{newer}", "differences.pdf", **query).partition("?")
        return path.rstrip("/") + mark + pairs

    def for_me(self, **query: QueryValue) -> str:
        """What changed for whoever runs some systems and makes some returns."""
        return self.page("for-me", **query)

    def my_sql(self, **query: QueryValue) -> str:
        """Where a council gets its script: the questions, or with all that it needs the script."""
        return self.page("my-sql", **query)

    def matrices(self, name: str = "", **query: str) -> str:
        """One matrix, filtered; all of them where none is named."""
        return self.page("matrices", *filter(None, [name]), **query)

    def items_by_returns(self) -> str:
        return self.matrices("items-returns")

    def matrix_file(self, name: str, form: str, **query: str) -> str:
        """The whole of a matrix as a file; without a closing slash."""
        path, mark, pairs = self.page("matrices", f"{name}.{form}", **query).partition("?")
        return path.rstrip("/") + mark + pairs

    def glossary(self) -> str:
        """The words of the portal and of the standard."""
        return self.page("glossary")

    def how_to_read(self) -> str:
        return self.page("how-to-read")

    def changelog(self) -> str:
        return self.page("changelog")

    def change(self, number: str) -> str:
        return self.current("changes", number)

    def feed(self, **query: str) -> str:
        """What is proposed and published, as a feed: all of it, or about one ``address`` or one system (``cms``)."""
        return self.current("changes", "feed", **query)

    def suggest(self, **target: str) -> str:
        """Where a change to one thing is begun; always against the current version."""
        return self.current("changes", "new", **target)

    def download(self, *parts: str) -> str:
        """A file under ``/<slug>/downloads/``, without a closing slash."""
        path, _, query = self.page("downloads", *parts).partition("?")
        return path.rstrip("/") + (f"?{query}" if query else "")
