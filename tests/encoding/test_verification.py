import os
import shutil
from pathlib import Path

import pytest

from orrery.encoding import verification
from orrery.encoding.pack import load_pack
from orrery.errors import PackDamaged, PackMissing
from packs import make_pack


def test_an_untouched_pack_is_verified(toy_folder: Path) -> None:
    assert load_pack(toy_folder).id == "toy"


def test_files_that_the_manifest_does_not_list_are_ignored(broken: Path) -> None:
    (broken / "MODEL_CARD.md").write_text("About")
    (broken / "LICENSE").symlink_to("/etc/hostname")
    assert load_pack(broken).id == "toy"


def test_one_changed_byte_is_noticed(broken: Path) -> None:
    content = bytearray((broken / "sound.onnx").read_bytes())
    content[1000] ^= 1
    (broken / "sound.onnx").write_bytes(content)
    with pytest.raises(PackDamaged, match=r"“sound.onnx” is not the file that the manifest lists"):
        load_pack(broken)


def test_a_file_cut_short_is_noticed_by_its_size(broken: Path) -> None:
    content = (broken / "sound.onnx").read_bytes()
    (broken / "sound.onnx").write_bytes(content[:-10])
    with pytest.raises(PackDamaged, match=f"“sound.onnx” has {len(content) - 10} bytes instead of {len(content)}"):
        load_pack(broken)


def test_a_missing_file_is_named(broken: Path) -> None:
    (broken / "tokenizer.json").unlink()
    with pytest.raises(PackDamaged, match=r"“tokenizer.json” is missing"):
        load_pack(broken)


def test_a_folder_in_a_files_place_is_refused(broken: Path) -> None:
    (broken / "tokenizer.json").unlink()
    (broken / "tokenizer.json").mkdir()
    with pytest.raises(PackDamaged, match=r"“tokenizer.json” is not a file"):
        load_pack(broken)


def test_a_link_is_refused_even_when_it_leads_to_the_right_content(broken: Path, tmp_path: Path) -> None:
    elsewhere = shutil.move(broken / "image.onnx", tmp_path / "image.onnx")
    (broken / "image.onnx").symlink_to(elsewhere)
    with pytest.raises(PackDamaged, match=r"“image.onnx” is a link"):
        load_pack(broken)


def test_a_file_behind_a_linked_folder_is_refused(broken: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    shutil.move(broken / "image.onnx", tmp_path / "elsewhere" / "image.onnx")
    (broken / "sub").symlink_to(tmp_path / "elsewhere")
    manifest = broken / "manifest.toml"
    manifest.write_text(manifest.read_text().replace("image.onnx", "sub/image.onnx"))
    with pytest.raises(PackDamaged, match=r"“sub/image.onnx” is a link"):
        load_pack(broken)


def test_a_folder_without_a_manifest_is_a_missing_pack_and_its_neighbours_are_listed(tmp_path: Path) -> None:
    make_pack(tmp_path / "one", calibrated=False, recorded=False)
    make_pack(tmp_path / "two", calibrated=False, recorded=False)
    with pytest.raises(PackMissing, match=r"no model pack called “three”. Available: one, two"):
        load_pack(tmp_path / "three")


def test_a_file_is_hashed_again_only_when_it_changed(
    broken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed, sha256 = [], verification._sha256
    monkeypatch.setattr(verification, "_sha256", lambda pack, file: hashed.append(file.name) or sha256(pack, file))
    cache = tmp_path / "caches" / "verified.json"
    pack = load_pack(broken, cache=cache)
    assert sorted(hashed) == sorted(pack.files)
    hashed.clear()
    load_pack(broken, cache=cache)
    assert hashed == []
    os.utime(broken / "text.onnx", ns=(1, 1))
    load_pack(broken, cache=cache)
    assert hashed == ["text.onnx"]


def test_a_file_changed_after_it_was_verified_is_noticed(broken: Path, tmp_path: Path) -> None:
    cache = tmp_path / "verified.json"
    load_pack(broken, cache=cache)
    content = bytearray((broken / "text.onnx").read_bytes())
    content[-100] ^= 1
    (broken / "text.onnx").write_bytes(content)
    with pytest.raises(PackDamaged, match="SHA-256"):
        load_pack(broken, cache=cache)


@pytest.mark.parametrize("content", ["", "{", "{}", "[1, 2]", '"words"', "\udc80"])
def test_a_damaged_cache_is_as_good_as_none(toy_folder: Path, tmp_path: Path, content: str) -> None:
    cache = tmp_path / "verified.json"
    cache.write_text(content, "utf-8", "surrogateescape")
    assert load_pack(toy_folder, cache=cache).id == "toy"


def test_a_cache_that_cannot_be_written_is_no_error(toy_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert load_pack(toy_folder, cache=tmp_path / "file" / "verified.json").id == "toy"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file"]


def test_nothing_is_hashed_when_verification_is_not_wanted(broken: Path) -> None:
    (broken / "sound.onnx").unlink()
    assert load_pack(broken, verify=False).id == "toy"
