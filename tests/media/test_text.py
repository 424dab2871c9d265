import json
import os
from pathlib import Path

import pytest

from media import made
from orrery.errors import DamagedFile, EmptyFile, FileTooLarge, UnreadableFile
from orrery.media import documents, extract
from orrery.media.decode import Decoded, decode
from orrery.media.lettering import cleaned


def read(path: Path) -> Decoded:
    return decode(made.request(path))


def saved(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_every_text_format_is_read(tmp_path):
    for path in made.write_texts(tmp_path):
        assert "heron" in read(path).text.lower(), path
    formats = [read(path).facts["format"] for path in made.write_texts(tmp_path)]
    assert formats == ["Text", "Text", "HTML", "CSV", "JSON", "Text", "PDF", "Word"]


def test_words_and_characters_are_counted(tmp_path):
    facts = read(saved(tmp_path / "a.txt", "Der Reiher wartet.\r\n")).facts
    assert (facts["words"], facts["characters"], facts["encoding"]) == (3, 19, "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_marked_and_wide_encodings_are_read(encoding, tmp_path):
    words = "Ein Reiher wartet früh am Fluß."
    assert read(saved(tmp_path / "a.txt", words.encode(encoding))).text == words


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1252", "Früh am Morgen wartet der Reiher völlig ruhig am Fluß, und die Frösche hören ihn nicht. " * 3),
        ("cp1252", "L’été, le héron attend près de la rivière ; très tôt, il s’élève et disparaît. " * 3),
        ("cp1251", "Ранним утром цапля стоит у реки и ждёт, пока рыба подплывёт ближе. " * 3),
        ("shift_jis", "早朝、鷺は川辺で静かに待っています。魚が来るのを待っているのです。" * 3),
        ("cp1250", "Wczesnym rankiem czapla stoi nad rzeką i czeka, aż ryba podpłynie bliżej. " * 3),
        ("gb18030", "清晨，苍鹭静静地站在河边，等待着鱼儿游近。" * 4),
    ],
)
def test_old_encodings_are_detected(encoding, words, tmp_path):
    assert read(saved(tmp_path / "a.txt", words.encode(encoding))).text == words


def test_short_western_words_without_a_mark_are_read(tmp_path):
    assert read(saved(tmp_path / "a.txt", "café".encode("cp1252"))).text == "café"
    assert (
        read(saved(tmp_path / "b.txt", "Grüße aus Köln, schöne Straße!".encode("cp1252"))).text
        == "Grüße aus Köln, schöne Straße!"
    )


def test_white_space_alone_is_an_empty_file(tmp_path):
    for content in (" \n\t\n", b"\xef\xbb\xbf", b"\xff\xfe"):
        with pytest.raises(EmptyFile):
            read(saved(tmp_path / "a.txt", content))


def test_a_long_text_is_cut_and_says_so(tmp_path):
    decoded = read(saved(tmp_path / "a.txt", "é" * (extract.LONGEST + 5)))
    assert len(decoded.text) == extract.LONGEST
    assert decoded.facts["truncated"] == 1
    exact = read(saved(tmp_path / "b.txt", "é" * extract.LONGEST))
    assert "truncated" not in exact.facts


def test_halves_of_surrogate_pairs_never_reach_the_library():
    assert cleaned("a\ud83d\ude00b\ud83dc\0") == "a😀b\ufffdc"


def test_a_web_page_loses_its_scripts_and_keeps_its_breaks(tmp_path):
    page = """<!doctype html><html><head><title> On
      herons </title><style>p {color: red}</style><script>alert("no")</script></head>
      <body><h1>Herons</h1><p>The heron <b>waits</b>&nbsp;in&#32;the reeds.</p><script>no()</script>
      <ul><li>reeds</li><li>fish<br>frogs</li></ul><noscript>no</noscript><table><tr><td>one</td><td>two</td></tr></table>
      <!-- no --></body></html>"""
    decoded = read(saved(tmp_path / "a.html", page))
    assert decoded.facts["title"] == "On herons"
    assert "no" not in decoded.text.replace("none", "").split()
    lines = [line.strip() for line in decoded.text.splitlines() if line.strip()]
    assert lines == ["Herons", "The heron waits in the reeds.", "reeds", "fish", "frogs", "one two"]


def test_a_web_page_is_read_in_the_encoding_it_declares(tmp_path):
    page = '<html><head><meta charset="windows-1251"></head><body>Цапля</body></html>'.encode("cp1251")
    assert read(saved(tmp_path / "a.htm", page)).text == "Цапля"


def test_a_web_page_that_refers_elsewhere_loads_nothing(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]><html><body>&x; heron</body></html>'
    assert "secret" not in read(saved(tmp_path / "a.html", page)).text.replace("secret.txt", "")


def test_deeply_nested_pages_and_json_are_survived(tmp_path):
    assert "heron" in read(saved(tmp_path / "a.html", "<div>" * 50_000 + "heron")).text
    assert "heron" in read(saved(tmp_path / "a.json", "[" * 100_000 + '"heron"' + "]" * 100_000)).text


def test_the_pages_of_a_pdf_are_known(tmp_path):
    decoded = read(saved(tmp_path / "a.pdf", made.pdf(["One heron.", "Two wrens."], title="Birds")))
    assert [decoded.text[start : start + 3] for start in decoded.page_starts] == ["One", "Two"]
    assert decoded.facts["pages"] == 2
    assert decoded.facts["title"] == "Birds"


def test_a_pdf_of_pictures_says_that_it_has_no_text(tmp_path):
    with pytest.raises(DamagedFile, match="pages have no text, only pictures"):
        read(saved(tmp_path / "a.pdf", made.pdf(["", ""])))


def test_a_pdf_under_a_password_says_so(tmp_path):
    with pytest.raises(UnreadableFile, match="protected by a password"):
        read(saved(tmp_path / "a.pdf", made.pdf(["secret"], encrypt=True)))


def test_an_encrypted_word_document_says_so(tmp_path):
    with pytest.raises(UnreadableFile, match="protected by a password"):
        read(saved(tmp_path / "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_truncated_documents_are_damaged(share, tmp_path):
    for name, content in (("a.pdf", made.pdf(["One heron."] * 3)), ("a.docx", made.docx_bytes())):
        with pytest.raises(DamagedFile):
            read(saved(tmp_path / name, content[: int(len(content) * share)]))


def test_a_word_document_is_read_in_order_with_its_tables(tmp_path):
    decoded = read(saved(tmp_path / "a.docx", made.docx_bytes()))
    assert decoded.text == "The heron waits in the reeds.\n\nheight, one metre\n\nThen it strikes."
    assert decoded.facts["title"] == "On herons"


def test_a_zip_bomb_named_docx_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "_UNPACKED_LIMIT", 1 << 20)
    bomb = made.zip_bytes({"word/document.xml": bytes(2 << 20)})
    with pytest.raises(FileTooLarge, match="2 MB unpacked"):
        read(saved(tmp_path / "a.docx", bomb))


def test_entities_that_multiply_are_not_expanded(tmp_path):
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    document = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "ha">{entities}]><d>&e11;</d>'
    with pytest.raises(DamagedFile):
        read(saved(tmp_path / "a.docx", made.zip_bytes({"word/document.xml": document.encode()})))


def test_a_zip_named_docx_without_a_document_is_damaged(tmp_path):
    with pytest.raises(DamagedFile, match="holds no Word document"):
        read(saved(tmp_path / "a.docx", made.zip_bytes({"a.txt": b"x"})))


def test_json_becomes_lines_of_keys_and_values(tmp_path):
    value = {"bird": "heron", "sizes": [1, 2.5], "none": None, "nested": {"place": "reeds", "is_shy": True}}
    decoded = read(saved(tmp_path / "a.json", json.dumps(value)))
    assert decoded.text == "bird: heron\nsizes: 1\nsizes: 2.5\nplace: reeds\nis_shy: True"


def test_broken_json_and_json_lines_stay_as_they_are_written(tmp_path):
    for content in ('{"a": 1', '{"a": 1}\n{"a": 2}\n'):
        assert read(saved(tmp_path / "a.json", content)).text == content


def test_a_table_becomes_lines_of_cells(tmp_path):
    content = 'bird;height\n"heron; grey";100\nwren;10\n'
    assert read(saved(tmp_path / "a.csv", content)).text == "bird, height\nheron; grey, 100\nwren, 10"


def test_a_name_that_is_not_utf8_is_read(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as file:
        file.write(b"heron")
    assert read(Path(os.fsdecode(path))).text == "heron"
