"""Extensions and what they promise, without the dot, in lower case."""


def named(words: str) -> frozenset[str]:
    """The words of a string."""
    return frozenset(words.split())


PICTURES = named("jpg jpeg jpe jfif png apng webp gif bmp dib tif tiff heic heif hif avif")
SOUNDS = named("wav wave flac ogg oga opus mp3 m4a m4b aac aif aiff aifc")
TEXT_CONTAINERS = frozenset({"pdf", "docx"})
"""Texts that are not plain text."""

_BY_WHAT = {
    "a video": "mp4 m4v mov qt avi mkv webm mpg mpeg mpe wmv flv ogv 3gp 3g2 m2ts vob asf rm rmvb",
    "an archive": "zip 7z rar tar gz tgz bz2 xz zst lz4 cab iso dmg deb rpm jar apk whl",
    "a spreadsheet": "xlsx xlsm xls ods numbers",
    "a presentation": "pptx pptm ppt odp key",
    "an e-book": "epub mobi azw azw3 djvu",
    "an OpenDocument file": "odt odg odf",
    "an old Office document": "doc dot pages",
    "an RTF document": "rtf",
    "a PostScript document": "ps eps",
    "a vector drawing": "svg svgz ai",
    "a Photoshop document": "psd psb",
    "a raw camera picture": "cr2 cr3 nef nrw arw srf sr2 dng orf rw2 pef raf srw 3fr iiq",
    "an icon": "ico icns cur",
    "a sound of another kind": "wma ape amr mid midi ac3 dts mka caf au ra wv",
    "a program": "exe dll so dylib bin com msi class o a pyc pyd",
    "a font": "ttf otf ttc woff woff2 pfb",
    "a database": "sqlite sqlite3 db mdb accdb orrery",
    "a data file": "npy npz h5 hdf5 parquet feather pkl pickle onnx pt pth safetensors mat",
}
UNSUPPORTED = {extension: what for what, extensions in _BY_WHAT.items() for extension in extensions.split()}
"""What a file of that name is, in words for the user."""
