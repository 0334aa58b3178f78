"""The structure of a bound PDF: the trees of its parts below one document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf


class Structure:
    """One tree, which grows with each part."""

    def __init__(self, book: Pdf) -> None:
        self.book = book
        self.root = book.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = book.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root))
        self.kids: list[Object] = []
        self.numbers: list[Object | int] = []
        self.next = 0
        self.links: list[tuple[Page, Object, int]] = []
        self.owners: dict[int, Object] = {}

    def add(self, source: Pdf, pages: Sequence[Page]) -> None:
        """Take over the tree of a part, whose pages are in the book already: copied before them, it would lead to none."""
        tree = self.book.copy_foreign(source.Root.StructTreeRoot)
        for element in tree.K:
            for kid in element.K:
                kid.P = self.document
                self.kids.append(kid)
        owners = list(tree.ParentTree.Nums)
        for key, owner in zip(owners[::2], owners[1::2], strict=True):
            self.numbers += [self.next + int(key), owner]
            self.owners[self.next + int(key)] = owner
        self._renumber(pages)
        self.next += max(map(int, owners[::2]), default=-1) + 1

    def _renumber(self, pages: Iterable[Page]) -> None:
        for page in pages:
            page.obj.StructParents = self.next + int(page.obj.StructParents)
            for link in page.obj.get("/Annots", ()):
                key = link.StructParent = self.next + int(link.StructParent)
                self.links.append((page, link, int(key)))

    def finish(self, places: set[str]) -> None:
        """Hang the tree into the book, and take away the links that lead to none of these places."""
        gone = {key: (page, link) for page, link, key in self.links if str(link.get("/Dest", "")) not in places}
        for key, (page, link) in gone.items():
            _unlink(page, link, self.owners[key])
        kept = zip(self.numbers[::2], self.numbers[1::2], strict=True)
        numbers = [one for key, owner in kept if key not in gone for one in (key, owner)]
        self.document.K = Array(self.kids)
        self.root.K = Array([self.document])
        self.root.ParentTree = self.book.make_indirect(Dictionary(Nums=Array(numbers)))
        self.root.ParentTreeNextKey = self.next
        self.book.Root.StructTreeRoot = self.root


def _unlink(page: Page, link: Object, owner: Object) -> None:
    """Leave of a link its words."""
    rest = [one for one in page.obj.Annots if one.objgen != link.objgen]
    if rest:
        page.obj.Annots = Array(rest)
    else:
        del page.obj["/Annots"]
    owner.S = Name.Span
    owner.K = Array([kid for kid in owner.K if not (isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR)])
