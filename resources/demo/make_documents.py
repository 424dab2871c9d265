"""Writes the two documents of the demo library that are not plain text: `python resources/demo/make_documents.py`.

The PDF is written by hand, object by object: two pages in one of the fonts that every reader has.
"""

import textwrap
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "texts"

MOUNTAIN_WALK = (
    """The Round of the Four Summits. A walk in the high mountains, seven hours, 1,150 metres of ascent.

From the hut the path leads over meadows where cows with bells graze, then steeply up beside a waterfall to the first
pass. Snow lies in the gully until July: take an ice axe or go round by the left-hand rocks. From the pass you see the
whole chain, grey limestone walls with patches of snow, and on a clear day a strip of the sea.

The ridge is broad at first. After the second summit it narrows; hold on to the steel rope. Marmots whistle among the
boulders. Vultures and, if you are lucky, an eagle circle in the rising air.""",
    """Descent and safety.

Do not start the ridge after noon. Thunderstorms build up within an hour, and there is no shelter up there: if you hear
thunder, turn back at once, keep away from the summit cross and from single trees.

The way down follows the valley of the stream. Cross it at the wooden bridge; after heavy rain the ford is dangerous.
In the forest the path is soft and full of roots. The last bus leaves the village at seven in the evening; the sunset
from the bench by the chapel is worth missing it.""",
)
GARDEN = (
    ("Garden book", "What grows where, and what is to be done about it."),
    ("Dahlias", "The orange ones flowered from July until the first frost, with heads as large as a plate. Dig up the "
     "tubers in November, shake off the soil and keep them in sand in the cellar. Slugs love the young leaves."),
    ("Dandelions", "They come up in the lawn whatever one does. The yellow flowers feed the first bees; when they have "
     "turned into white balls of seed, children blow them across the whole garden. The leaves make a good salad."),
    ("Visitors", "A raccoon has been at the compost again. It lifts the lid with both hands and washes what it finds "
     "in the bird bath. The hedgehog lives under the pile of leaves; do not burn it."),
)  # fmt: skip


def pdf(pages: tuple[str, ...]) -> bytes:
    """A PDF of plain pages of text."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, page in enumerate(pages):
        content = page_content(page)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    return assembled(objects)


def page_content(page: str) -> str:
    """The drawing commands of one page."""
    lines = []
    for paragraph in page.split("\n\n"):
        lines += [*textwrap.wrap(" ".join(paragraph.split()), 84), ""]
    escaped = (line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in lines)
    return "BT /F 12 Tf 60 770 Td 17 TL " + " ".join(f"({line}) Tj T*" for line in escaped) + " ET"


def assembled(objects: list[str]) -> bytes:
    """Number the objects and add the table that says where each one starts."""
    out = "%PDF-1.4\n"
    starts = []
    for number, body in enumerate(objects, start=1):
        starts.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return f"{out}startxref\n{out.index('xref')}\n%%EOF\n".encode("ascii")


def main() -> None:
    """Write both documents."""
    import docx

    (FOLDER / "mountain-walk.pdf").write_bytes(pdf(MOUNTAIN_WALK))
    document = docx.Document()
    for number, (heading, paragraph) in enumerate(GARDEN):
        document.add_heading(heading, level=min(number, 1))
        document.add_paragraph(paragraph)
    document.save(str(FOLDER / "garden-book.docx"))


if __name__ == "__main__":
    main()
