"""Letters out of HTML, PDF and Word documents; nothing is ever loaded from elsewhere."""

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from orrery.domain.item import Fact
from orrery.errors import DamagedFile, FileTooLarge, UnreadableFile
from orrery.media.extensions import named
from orrery.media.extract import LONGEST, Extract, no_letters
from orrery.media.lettering import cleaned, decoded, encoding_by_bom, encoding_of
from orrery.media.original import Original

_PASSWORD = "it is protected by a password"  # noqa: S105 - words for the user
_UNPACKED_LIMIT = 512 << 20
_TITLE_LENGTH = 200


def extract_html(original: Original) -> Extract:
    """The visible letters of a web page, with breaks where its blocks end."""
    from lxml import etree, html  # pyright: ignore[reportAttributeAccessIssue] - compiled, without types

    raw = original.stream().read()
    encoding = encoding_by_bom(raw) or _declared_encoding(raw) or encoding_of(original.head)
    letters = decoded(raw, encoding)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(letters.encode(), parser=parser)
    except etree.ParserError as error:
        raise no_letters("the web page is empty") from error
    facts: dict[str, Fact] = {"encoding": encoding}
    if title := _squeezed(tree.findtext(".//title") or ""):
        facts["title"] = title[:_TITLE_LENGTH]
    text = _joined(_html_pieces(tree)) or _joined(iter([_TAGS.sub(" ", letters)]))
    return Extract(text, "HTML", facts=facts)


_TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.IGNORECASE | re.DOTALL)
"""For pages nested so deeply (256 levels) that the parser lets their letters go."""


_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_UNSEEN = named("script style noscript template head svg math iframe object select textarea")
_BLOCKS = named(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul br"
)


def _declared_encoding(raw: bytes) -> str | None:
    found = _DECLARED.search(raw[:4096])
    if found is None:
        return None
    try:
        name = found[1].decode("ascii")
        "".encode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return "cp1252" if name.lower() in ("iso-8859-1", "latin-1", "ascii", "us-ascii") else name  # as browsers do


def _html_pieces(tree: Any) -> Iterator[str]:
    """Text in reading order, with a line break wherever a block starts or ends."""
    from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - compiled, without types

    unseen = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            unseen += tag in _UNSEEN
            if not unseen:
                yield "\n\n" if tag in _BLOCKS and tag not in ("br", "tr", "li") else "\n" if tag in _BLOCKS else ""
                yield re.sub(r"\s+", " ", element.text or "")
            continue
        is_hidden = tag in _UNSEEN
        unseen -= is_hidden
        if not unseen:
            yield "\n\n" if tag in _BLOCKS and tag not in ("br", "tr", "li") else " " if tag in ("td", "th") else ""
            yield re.sub(r"\s+", " ", element.tail or "")


def _joined(pieces: Iterator[str]) -> str:
    text = re.sub(r"[ \xa0]+", " ", "".join(pieces))
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _squeezed(text: str) -> str:
    return " ".join(cleaned(text).split())


def extract_pdf(original: Original) -> Extract:
    """The letters of a PDF's text layer, page by page."""
    import pypdfium2

    if b"startxref" not in original.last(64 << 10):
        raise no_letters("the end of the PDF is missing")
    try:
        document = pypdfium2.PdfDocument(original.stream())
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFile(reason=_PASSWORD) from error
        raise no_letters("it is not a PDF that can be read") from error
    try:
        return _pdf_letters(document)
    finally:
        document.close()


def _pdf_letters(document: Any) -> Extract:
    pages, starts, length = len(document), [], 0
    pieces: list[str] = []
    for number in range(pages):
        starts.append(length)
        pieces.append(_page_letters(document, number) + "\n\n")
        length += len(pieces[-1])
        if length > LONGEST:
            break
    text = "".join(pieces)
    if not text.strip():
        raise no_letters("its pages have no text, only pictures" if pages else "it has no pages")
    facts: dict[str, Fact] = {"pages": pages}
    if title := _squeezed(document.get_metadata_value("Title")):
        facts["title"] = title[:_TITLE_LENGTH]
    return Extract(text, "PDF", tuple(starts), facts)


def _page_letters(document: Any, number: int) -> str:
    import pypdfium2

    try:
        page = document[number]
        letters = page.get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError:
        return ""  # one broken page does not cost the others
    letters = re.sub("[\x02\ufffe\xad]\r?\n?", "", letters)  # a word cut in two at the end of a line
    return cleaned(letters).strip()


def extract_docx(original: Original) -> Extract:
    """The paragraphs and tables of a Word document, in order."""
    if original.head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(reason=_PASSWORD)  # Office keeps encrypted documents in an old container
    _require_document(original)
    import docx

    document = docx.Document(original.stream())
    text = "\n\n".join(_docx_blocks(document))
    if not text.strip():
        raise no_letters("the document has no text")
    facts: dict[str, Fact] = {}
    if title := _squeezed(document.core_properties.title or ""):
        facts["title"] = title[:_TITLE_LENGTH]
    return Extract(cleaned(text), "Word", facts=facts)


def _require_document(original: Original) -> None:
    """Refuse what is no document, and archives made to fill the memory, before anything is unpacked."""
    try:
        with zipfile.ZipFile(original.stream()) as archive:
            names = {entry.filename: entry.file_size for entry in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DamagedFile(kind="text", reason="the end of the document is missing") from error
    if "word/document.xml" not in names:
        raise DamagedFile(kind="text", reason="the file is named .docx but holds no Word document")
    unpacked = sum(names.values())
    if unpacked > _UNPACKED_LIMIT:
        size = f"{unpacked / 1e6:,.0f} MB unpacked"
        raise FileTooLarge(kind="text", size=size, limit=f"{_UNPACKED_LIMIT >> 20} MB")


def _docx_blocks(document: Any) -> Iterator[str]:
    from docx.table import Table

    length = 0
    for block in document.iter_inner_content():
        text = _docx_table(block) if isinstance(block, Table) else block.text.strip()
        length += len(text)
        if text:
            yield text
        if length > LONGEST:
            return


def _docx_table(table: Any) -> str:
    """Rows as lines of cells with commas between; a merged cell is told once."""
    return "\n".join(
        ", ".join(dict.fromkeys(text for cell in row.cells if (text := " ".join(cell.text.split()))))
        for row in table.rows
    )
