import threading

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from orrery.domain.item import Item
from orrery.domain.modality import Kind
from orrery.viewmodels.thumbnails import WORKERS, Thumbnails, decoded
from orrery.workflows.previews import NoPreview, Thumbnail, Waveform


def item(number, kind=Kind.IMAGE):
    return Item(number, b"/photos/%d.jpg" % number, kind, number, 1000, 0)


def encoded(width=400, height=300, colour="red"):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def wait(qtbot, thumbnails):
    qtbot.waitUntil(lambda: thumbnails.is_settled)


class Gate:
    """A reader that waits until it is opened, and notes in which order it was asked."""

    def __init__(self):
        self.opened = threading.Event()
        self.asked = []

    def __call__(self, wanted):
        self.opened.wait(10)
        self.asked.append(wanted.id)
        return Thumbnail(encoded())


def test_a_tile_is_there_after_it_was_read(qtbot):
    thumbnails = Thumbnails(lambda _: Thumbnail(encoded()))
    assert thumbnails.tile("map", item(1), 100) is None
    assert not thumbnails.is_settled
    with qtbot.waitSignal(thumbnails.arrived) as told:
        pass
    assert told.args == [1]
    tile = thumbnails.tile("map", item(1), 100)
    assert tile.image.pixelColor(5, 5) == QColor("red")
    assert thumbnails.is_settled


def test_pictures_are_scaled_to_what_will_be_drawn_and_keep_their_shape(qtbot):
    thumbnails = Thumbnails(lambda _: Thumbnail(encoded(400, 300)))
    thumbnails.tile("map", item(1), 90)
    wait(qtbot, thumbnails)
    assert thumbnails.tile("map", item(1), 90).image.size().toTuple() == (96, 72)


def test_a_small_picture_is_not_enlarged():
    assert decoded(encoded(40, 30), 96).size().toTuple() == (40, 30)


def test_while_a_larger_tile_is_read_the_smaller_one_is_shown(qtbot):
    thumbnails = Thumbnails(lambda _: Thumbnail(encoded()))
    thumbnails.tile("map", item(1), 90)
    wait(qtbot, thumbnails)
    assert thumbnails.tile("results", item(1), 300).image.width() == 96
    wait(qtbot, thumbnails)
    assert thumbnails.tile("results", item(1), 300).image.width() == 320


def test_a_sound_gives_its_peaks_and_a_text_nothing(qtbot):
    peaks = np.array([[-5, 5], [-100, 90]], np.int8)
    thumbnails = Thumbnails(lambda wanted: Waveform(peaks) if wanted.kind is Kind.SOUND else NoPreview())
    for wanted in (item(1, Kind.SOUND), item(2, Kind.TEXT)):
        thumbnails.tile("map", wanted, 90)
    wait(qtbot, thumbnails)
    assert thumbnails.tile("map", item(1, Kind.SOUND), 90).peaks is peaks
    empty = thumbnails.tile("map", item(2, Kind.TEXT), 90)
    assert empty.image is None
    assert empty.peaks is None


@pytest.mark.parametrize("damaged", [b"", b"no picture", encoded()[:60]])
def test_a_damaged_preview_is_an_empty_tile(qtbot, damaged):
    thumbnails = Thumbnails(lambda _: Thumbnail(damaged))
    thumbnails.tile("map", item(1), 90)
    wait(qtbot, thumbnails)
    assert thumbnails.tile("map", item(1), 90).image is None


def test_a_reader_that_fails_costs_that_tile_only(qtbot, caplog):
    def read(wanted):
        if wanted.id == 1:
            raise OSError("gone")
        return Thumbnail(encoded())

    thumbnails = Thumbnails(read)
    for number in (1, 2):
        thumbnails.tile("map", item(number), 90)
    wait(qtbot, thumbnails)
    assert thumbnails.tile("map", item(1), 90).image is None
    assert thumbnails.tile("map", item(2), 90).image is not None
    assert "could not be read" in caplog.text


def test_the_newest_wish_is_read_first(qtbot):
    gate = Gate()
    thumbnails = Thumbnails(gate)
    for number in range(WORKERS):
        thumbnails.tile("map", item(number), 90)
    qtbot.waitUntil(lambda: len(thumbnails._in_hand) == WORKERS)
    for number in (10, 11, 12):
        thumbnails.tile("map", item(number), 90)
    gate.opened.set()
    wait(qtbot, thumbnails)
    assert set(gate.asked[: WORKERS + 2]) >= {12, 11}
    assert gate.asked.index(12) < gate.asked.index(10)


def test_what_was_scrolled_away_is_not_read(qtbot):
    gate = Gate()
    thumbnails = Thumbnails(gate)
    for number in range(WORKERS):
        thumbnails.tile("results", item(number), 90)
    qtbot.waitUntil(lambda: len(thumbnails._in_hand) == WORKERS)
    for number in (10, 11):
        thumbnails.tile("results", item(number), 90)
    thumbnails.tile("map", item(12), 90)
    thumbnails.release("results", keep={11})
    gate.opened.set()
    wait(qtbot, thumbnails)
    assert 10 not in gate.asked
    assert {11, 12} <= set(gate.asked)


def test_memory_stays_within_its_limit_and_the_oldest_goes_first(qtbot):
    limit = 5 * 96 * 96 * 4
    thumbnails = Thumbnails(lambda _: Thumbnail(encoded(96, 96)), limit_bytes=limit)
    for number in range(12):
        thumbnails.tile("map", item(number), 96)
        wait(qtbot, thumbnails)
    assert 0 < thumbnails.held_bytes <= limit
    assert thumbnails.tile("map", item(11), 96) is not None
    assert thumbnails.tile("map", item(0), 96) is None
    wait(qtbot, thumbnails)


def test_after_the_library_changed_everything_is_read_anew(qtbot):
    colours = iter(("red", "blue"))
    thumbnails = Thumbnails(lambda _: Thumbnail(encoded(colour=next(colours))))
    thumbnails.tile("map", item(1), 90)
    wait(qtbot, thumbnails)
    thumbnails.forget()
    assert thumbnails.held_bytes == 0
    thumbnails.tile("map", item(1), 90)
    wait(qtbot, thumbnails)
    assert thumbnails.tile("map", item(1), 90).image.pixelColor(3, 3) == QColor("blue")


def test_a_tile_in_hand_when_the_library_changed_is_not_kept(qtbot):
    gate = Gate()
    thumbnails = Thumbnails(gate)
    thumbnails.tile("map", item(1), 90)
    qtbot.waitUntil(lambda: bool(thumbnails._in_hand))
    thumbnails.forget()
    gate.opened.set()
    wait(qtbot, thumbnails)
    assert thumbnails.held_bytes == 0


def test_workers_end_when_nothing_is_left(qtbot):
    thumbnails = Thumbnails(lambda _: Thumbnail(encoded()))
    for number in range(20):
        thumbnails.tile("map", item(number), 90)
    wait(qtbot, thumbnails)
    qtbot.waitUntil(lambda: not any(thread.name == "thumbnails" for thread in threading.enumerate()))
