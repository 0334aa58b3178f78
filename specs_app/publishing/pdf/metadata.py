"""What a bound PDF says of itself, by which readers of the screen know that it is made for them (PDF/UA-1)."""

from __future__ import annotations

from datetime import datetime
from html import escape

from pikepdf import Dictionary, Name, Pdf, String

PRODUCER = "WeasyPrint and pikepdf"
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{about}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{created}</xmp:CreateDate>
<xmp:ModifyDate>{created}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def describe(book: Pdf, title: str, author: str, about: str, created: str, language: str) -> None:
    """Give the book its title, language and dates; ``created`` is an ISO moment in UTC."""
    words = {"title": title, "author": author, "about": about, "created": created, "language": language}
    packet = XMP.format(**{name: escape(text) for name, text in words.items()}, producer=PRODUCER)
    stream = book.make_stream(packet.encode("utf-8", "replace"))
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    book.Root.Metadata = stream
    book.Root.Lang = String(language)
    book.Root.MarkInfo = Dictionary(Marked=True)
    book.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    date = f"D:{datetime.fromisoformat(created):%Y%m%d%H%M%S}Z"
    said = {"Title": title, "Author": author, "Subject": about, "Producer": PRODUCER}
    for name, text in {**said, "CreationDate": date, "ModDate": date}.items():
        book.docinfo[f"/{name}"] = String(text)
