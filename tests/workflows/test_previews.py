from pathlib import Path

from orrery.domain.item import Item
from orrery.workflows.engine import Engine
from orrery.workflows.ingest import ingest
from orrery.workflows.previews import NoPreview, PreviewMaker, Thumbnail, Waveform, preview_of
from packs import COLOURS, write_picture


def items(engine: Engine) -> dict[str, Item]:
    with engine.library() as library:
        return {item.name: item for item in library.items.all()}


def test_a_picture_has_a_thumbnail_a_sound_a_waveform_and_a_text_neither(engine: Engine, things: Path) -> None:
    ingest(engine, [things])
    found = {name: preview_of(item, engine.previews) for name, item in items(engine).items()}
    assert isinstance(found["red.png"], Thumbnail)
    wave = found["low.wav"]
    assert isinstance(wave, Waveform)
    assert wave.peaks.shape == (400, 2)
    assert wave.peaks.max() > 40
    assert isinstance(found["sea.txt"], NoPreview)


def test_previews_may_be_deleted_and_come_back(engine: Engine, things: Path) -> None:
    ingest(engine, [things])
    picture = items(engine)["red.png"]
    before = preview_of(picture, engine.previews)
    engine.previews.clear()
    maker = PreviewMaker(engine)
    assert maker.preview(picture) == before
    assert preview_of(picture, engine.previews) == before
    maker.close()


def test_a_file_that_is_another_one_by_now_gives_no_preview(engine: Engine, things: Path) -> None:
    ingest(engine, [things])
    picture = items(engine)["red.png"]
    engine.previews.clear()
    write_picture(things / "red.png", COLOURS["blue"])
    maker = PreviewMaker(engine)
    assert isinstance(maker.preview(picture), NoPreview)
    maker.close()
    assert isinstance(maker.preview(items(engine)["low.wav"]), NoPreview)


def test_a_file_outside_the_library_has_a_preview_that_is_not_kept(engine: Engine, tmp_path: Path) -> None:
    maker = PreviewMaker(engine)
    outside = write_picture(tmp_path / "outside.png", COLOURS["green"])
    assert isinstance(maker.of_file(bytes(outside)), Thumbnail)
    assert isinstance(maker.of_file(bytes(tmp_path / "none.png")), NoPreview)
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n cut short")
    assert isinstance(maker.of_file(bytes(tmp_path / "broken.png")), NoPreview)
    assert not engine.previews.folder.exists()
    maker.close()
    assert isinstance(maker.of_file(bytes(outside)), NoPreview)
