import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orrery.domain.item import Item, ItemState, Passage, Stretch
from orrery.domain.modality import Kind
from orrery.domain.query import Filters, ItemTerm, Query, Region, Term, Words
from orrery.panels import heat
from orrery.panels.inspector import InspectorPanel
from orrery.panels.theme import load_theme
from orrery.viewmodels.explorer import Explorer
from orrery.viewmodels.inspector_model import AROUND, Text, _woven
from orrery.viewmodels.items import desk_of
from orrery.viewmodels.player import Loop
from orrery.workflows.browse import browse
from orrery.workflows.engine import Engine
from orrery.workflows.find import Answer, Answers
from orrery.workflows.ingest import ingest
from orrery.workflows.reading import passages
from windows import settle

DARK = load_theme("dark")


@pytest.fixture
def panel(explorer: Explorer, qtbot: QtBot) -> InspectorPanel:
    made = InspectorPanel(explorer, DARK)
    qtbot.addWidget(made)
    made.resize(300, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def things_in(explorer: Explorer, filled_engine: Engine) -> dict[str, Item]:
    items = browse(filled_engine, Filters())
    return {item.path.rpartition(b"/")[2].decode(): item for item in items}


def look_at(item: Item, panel: InspectorPanel, explorer: Explorer, qtbot: QtBot) -> None:
    explorer.listed.emit((item,))
    explorer.selection.pick(item.id)
    settle(panel, explorer, qtbot)


def facts(panel: InspectorPanel) -> dict[str, str]:
    return {fact.name: fact.value for fact in panel.model.facts()}


def test_without_a_pick_it_says_what_to_do(panel: InspectorPanel) -> None:
    assert panel._empty.isVisible()
    assert not panel._area.isVisible()
    assert panel.is_settled()


def test_an_image_shows_its_picture_and_facts(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    with qtbot.waitSignal(panel.title_changed) as told:
        explorer.listed.emit(tuple(things_in.values()))
        explorer.selection.pick(things_in["red.png"].id)
    assert told.args == ["red.png"]
    settle(panel, explorer, qtbot)
    assert panel.picture.isVisible()
    assert not panel.player.isVisible()
    assert not panel.text.isVisible()
    assert not panel.problem.isVisible()
    assert {"Where", "Size"} <= set(facts(panel))
    middle = panel.picture.grab().toImage().pixelColor(panel.picture.rect().center())
    assert middle.red() > 200
    assert middle.blue() < 60


def test_a_sound_shows_a_player_and_its_length(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    look_at(things_in["low.wav"], panel, explorer, qtbot)
    assert panel.player.isVisible()
    assert {"Length", "Rate"} <= set(facts(panel))


def test_a_text_shows_its_words(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    look_at(things_in["sea.txt"], panel, explorer, qtbot)
    assert panel.text.isVisible()
    assert "The blue sea." in panel.text.toPlainText()
    assert "Words" in facts(panel)


def test_in_a_text_of_one_passage_the_words_asked_for_are_marked(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item], filled_engine: Engine
) -> None:
    item = things_in["sea.txt"]
    part = passages(filled_engine, item)[0]
    hit = Answer(item, 0.9, 0.4, part)
    explorer._query = Query((Term(Words("sea")),))
    explorer._answers = Answers(explorer._query, "sea", "toy", 1.0, (hit,))
    look_at(item, panel, explorer, qtbot)
    text = panel.model.text
    assert [text.words[slice(*mark)] for mark in text.marks] == ["sea", "sea"], "the passage is the whole text"


def test_neighbours_of_every_kind_are_shown_and_the_item_is_not_its_own(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    look_at(things_in["red.png"], panel, explorer, qtbot)
    for kind, strip in panel.strips.items():
        assert strip.isVisible()
        assert strip.items
        assert all(item.kind is kind for item in strip.items)
        assert things_in["red.png"].id not in {item.id for item in strip.items}


def test_a_click_on_a_neighbour_looks_at_it_and_its_lens_asks(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    look_at(things_in["red.png"], panel, explorer, qtbot)
    strip = panel.strips[Kind.SOUND]
    first = strip.items[0]
    lens = strip.lens(0).center().toPoint()
    QTest.mouseMove(strip, lens)
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=lens)
    assert explorer.query is not None
    (term,) = explorer.query.terms
    assert isinstance(term.asked, ItemTerm)
    assert term.asked.item == first.id
    settle(panel, explorer, qtbot)
    strip = panel.strips[Kind.IMAGE]
    nearest = strip.items[0]
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(6, strip.height() - 6))
    assert explorer.selection.current == nearest.id
    settle(panel, explorer, qtbot)


def test_neighbours_are_reached_by_keys(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    look_at(things_in["red.png"], panel, explorer, qtbot)
    strip = panel.strips[Kind.IMAGE]
    second = strip.items[1]
    for _ in range(2):
        QTest.keyClick(strip, Qt.Key.Key_Right)
    QTest.keyClick(strip, Qt.Key.Key_Space)
    assert explorer.selection.current == second.id
    settle(panel, explorer, qtbot)


def test_a_question_is_explained(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    look_at(things_in["red.png"], panel, explorer, qtbot)
    assert not panel.reasons.isVisible()
    explorer.ask(Query((Term(Words("red")),)))
    settle(panel, explorer, qtbot)
    assert panel.model.reasons
    assert panel.reasons.isVisible()
    assert panel.reasons.accessibleDescription()
    explorer.clear()
    settle(panel, explorer, qtbot)
    assert not panel.reasons.isVisible()


@pytest.mark.parametrize("state", [ItemState.VANISHED, ItemState.UNAVAILABLE])
def test_a_file_that_is_not_there_is_said(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item], state: ItemState
) -> None:
    look_at(replace(things_in["red.png"], state=state), panel, explorer, qtbot)
    assert panel.problem.isVisible()
    assert panel.problem.text().endswith(".")


def test_a_broken_file_has_no_preview_and_no_neighbours(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, tmp_path
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG")
    look_at(Item(900, bytes(broken), Kind.IMAGE, None, 4, 0), panel, explorer, qtbot)
    assert panel.picture.isVisible()
    assert not any(strip.isVisible() for strip in panel.strips.values())


def test_an_item_that_was_forgotten_leaves_the_inspector_empty(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    explorer.selection.pick(123456)
    settle(panel, explorer, qtbot)
    assert panel._empty.isVisible()


def test_several_picks_are_counted(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    explorer.listed.emit(tuple(things_in.values()))
    with qtbot.waitSignal(panel.note_changed, check_params_cb=lambda note: note == "2 picked"):
        explorer.selection.replace((things_in["red.png"].id, things_in["blue.png"].id))
    settle(panel, explorer, qtbot)


def test_the_stretch_that_matched_is_marked_in_the_waveform(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    item = things_in["low.wav"]
    look_at(item, panel, explorer, qtbot)
    before = panel.player.grab().toImage()
    panel.player.show_item(item, Stretch(0.0, float(item.facts["duration_s"]) / 2))
    assert panel.player.grab().toImage() != before


def test_playing_without_a_device_says_so_where_one_looks(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    look_at(things_in["low.wav"], panel, explorer, qtbot)
    QTest.keyClick(panel.player, Qt.Key.Key_Space)
    player = desk_of(explorer).player
    assert player.is_playing or player.problem
    player.stop()


def test_a_book_is_shown_around_the_passage_that_matched() -> None:
    whole = "".join(f"{at:03} " + "word " * 19 + "|" for at in range(300))
    pieces = tuple(Passage(at * 100, at * 100 + 110, whole[at * 100 : at * 100 + 110]) for at in range(299))
    text = _woven(pieces, pieces[200])
    (mark,) = text.marks
    assert len(text.words) < 3 * AROUND
    assert text.words[slice(*mark)] == pieces[200].text


def test_sentences_shared_by_two_passages_appear_once() -> None:
    whole = "First. Second. Third."
    pieces = (Passage(0, 14, whole[0:14]), Passage(7, 21, whole[7:21]))
    assert _woven(pieces, None) == Text(whole)
    assert _woven(pieces, pieces[1]) == Text(whole, ((7, 21),))


def test_passages_that_do_not_touch_are_set_apart() -> None:
    pieces = (Passage(0, 6, "First."), Passage(40, 46, "Later."))
    assert _woven(pieces, pieces[1]) == Text("First.\n\nLater.", ((8, 14),))


def red_share(panel: InspectorPanel) -> float:
    shown = panel.picture.grab().toImage()
    at = [(x, y) for x in range(4, shown.width(), 9) for y in range(4, shown.height() - 40, 9)]
    return sum(shown.pixelColor(x, y).red() > 200 for x, y in at) / len(at)


def test_a_picture_zooms_to_every_pixel_and_back(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    look_at(things_in["red.png"], panel, explorer, qtbot)
    view = panel.picture
    assert view.is_fitted
    fitted = view.zoom
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom == pytest.approx(1.25 * fitted)
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.zoom == 1 or (view.is_fitted and fitted >= 1), "a picture smaller than the panel is never shrunk"
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.is_fitted
    assert "per cent" in view.accessibleDescription()


def test_zooming_keeps_what_is_under_the_mouse_and_never_leaves_the_picture(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    look_at(things_in["red.png"], panel, explorer, qtbot)
    view = panel.picture
    corner = QPointF(0, 0)
    view.zoom_by(4, corner)
    assert view._target().topLeft() == corner
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
        QTest.keyClick(view, key)
    assert view._target().topLeft() == corner
    for _ in range(100):
        QTest.keyClick(view, Qt.Key.Key_Right)
    assert view._target().right() == pytest.approx(view.width())
    settle(panel, explorer, qtbot)


def test_a_close_look_is_taken_only_when_the_preview_is_too_small(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, tmp_path: Path
) -> None:
    pixels = np.zeros((1200, 1200, 3), np.uint8)
    pixels[:, ::2] = 255  # stripes that no thumbnail can show
    Image.fromarray(pixels).save(tmp_path / "stripes.png")
    size, known = {"width": 1200, "height": 1200}, hashlib.sha256((tmp_path / "stripes.png").read_bytes()).digest()
    item = Item(901, bytes(tmp_path / "stripes.png"), Kind.IMAGE, 901, 10, 0, facts=size, sha256=known)
    look_at(item, panel, explorer, qtbot)
    assert panel.picture._large is None
    panel.picture.show_every_pixel()
    settle(panel, explorer, qtbot)
    shown = panel.picture.grab().toImage()
    line = {shown.pixelColor(x, 100).name() for x in range(100, 140)}
    assert line == {"#000000", "#ffffff"}


def test_a_picture_that_is_gone_is_still_shown_small(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item], tmp_path: Path
) -> None:
    gone = replace(things_in["red.png"], path=bytes(tmp_path / "gone.png"))
    look_at(gone, panel, explorer, qtbot)
    panel.picture.zoom_by(12)
    settle(panel, explorer, qtbot)
    assert panel.problem.isVisible()
    assert red_share(panel) > 0.9


def test_what_matched_is_shown_over_the_picture_and_taken_off_again(
    panel: InspectorPanel,
    explorer: Explorer,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(heat, "LEAST_LOSS", 0.0)  # colours alone lose little when a part of them is blurred
    pixels = np.zeros((64, 64, 3), np.uint8)
    pixels[:, :32], pixels[:, 32:] = (255, 0, 0), (0, 0, 255)
    Image.fromarray(pixels).save(tmp_path / "halves.png")
    ingest(explorer.engine, [tmp_path / "halves.png"])
    item = next(item for item in browse(explorer.engine, Filters()) if item.name == "halves.png")
    explorer.ask(Query((Term(Words("red")),)))
    look_at(item, panel, explorer, qtbot)
    plain = panel.picture.grab().toImage()
    QTest.keyClick(panel.picture, Qt.Key.Key_H)
    settle(panel, explorer, qtbot)
    found = panel.model.regions.regions
    assert found is not None
    assert found.heat[:, :4].mean() > found.heat[:, 5:].mean()
    marked = panel.picture.grab().toImage()
    right = QPoint(round(panel.picture.width() * 0.9), panel.picture.height() // 2)
    assert marked.pixelColor(right).lightness() < plain.pixelColor(right).lightness()
    QTest.keyClick(panel.picture, Qt.Key.Key_H)
    assert panel.model.regions.regions is None
    settle(panel, explorer, qtbot)


def test_without_a_question_nothing_can_have_matched(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    look_at(things_in["red.png"], panel, explorer, qtbot)
    assert not panel.picture.matched.isVisibleTo(panel.picture.tools)
    QTest.keyClick(panel.picture, Qt.Key.Key_H)
    assert not panel.model.regions.is_on


def test_looking_at_something_else_stops_looking_for_what_matched(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    explorer.ask(Query((Term(Words("red")),)))
    look_at(things_in["red.png"], panel, explorer, qtbot)
    panel.model.regions.switch(is_on=True)
    assert panel.model.regions.is_making
    panel.model.regions.switch(is_on=False)
    assert not panel.model.regions.is_making
    settle(panel, explorer, qtbot)
    assert panel.model.regions.regions is None


def test_a_sound_shows_its_pitches(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    look_at(things_in["low.wav"], panel, explorer, qtbot)
    box = panel.player._below().toRect()
    shown = panel.player.grab(box).toImage()
    colours = {shown.pixelColor(x, y).name() for x in range(0, box.width(), 3) for y in range(box.height())}
    assert len(colours) > 10


def test_keys_move_in_a_sound_and_loop_it(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    item = things_in["low.wav"]
    look_at(item, panel, explorer, qtbot)
    length = float(item.facts["duration_s"])
    panel.player.show_item(item, Stretch(0.0, length / 2))
    player, looped = desk_of(explorer).player, []
    for _ in range(3):
        QTest.keyClick(panel.player, Qt.Key.Key_L)
        looped.append(player.loop_of(item.id))
        assert panel.player.loop.accessibleName()
    assert looped == [Loop(0.0, length / 2), Loop(0.0, length), None]
    QTest.mouseClick(panel.player, Qt.MouseButton.LeftButton, pos=panel.player._wave().center().toPoint())
    assert player.item == item.id
    assert player.position_s == pytest.approx(length / 2, abs=length / 10)
    player.stop()


def test_a_theme_change_repaints_everything(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    look_at(things_in["sea.txt"], panel, explorer, qtbot)
    before = panel.grab().toImage()
    panel.use_theme(load_theme("light"))
    assert panel.grab().toImage() != before


@pytest.mark.parametrize("name", ["red.png", "low.wav", "sea.txt"])
def test_no_height_of_the_panel_makes_the_picture_and_the_scroll_bar_chase_each_other(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item], name: str
) -> None:
    # A bar that comes makes the picture narrower and so lower, the bar is not needed, goes, and so on without an end.
    look_at(things_in[name], panel, explorer, qtbot)
    widths = set()
    for height in range(300, 1100, 2):
        panel.resize(300, height)
        QApplication.processEvents()
        widths.add(panel.picture.width())
    assert len(widths) == 1


# ---- asking with a part


def asked_part(explorer: Explorer, item: Item, qtbot: QtBot) -> object:
    """The part that is asked with; the answer is awaited."""
    qtbot.waitUntil(lambda: explorer.answers is not None, timeout=20_000)
    assert explorer.query is not None
    (term,) = explorer.query.terms
    assert isinstance(term.asked, ItemTerm)
    assert term.asked.item == item.id
    return term.asked.part


def test_what_is_in_view_of_a_picture_can_be_asked_with(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    look_at(things_in["red.png"], panel, explorer, qtbot)
    panel.picture.zoom_by(2, QPointF(0, 0))
    QTest.keyClick(panel.picture, Qt.Key.Key_R)
    part = asked_part(explorer, things_in["red.png"], qtbot)
    assert isinstance(part, Region)
    assert (part.x, part.y) == (0, 0)
    assert 0 < part.width <= 100
    assert part.height == pytest.approx(50, abs=1)


def draw_part(panel: InspectorPanel, first: tuple[float, float], last: tuple[float, float]) -> None:
    """Drag the mouse over the picture, between two places in shares of its width and height."""
    view, button = panel.picture, Qt.MouseButton.LeftButton
    start, end = (QPoint(round(x * view.width()), round(y * view.height())) for x, y in (first, last))
    QTest.mousePress(view, button, pos=start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, button, pos=end)


def test_a_rectangle_drawn_on_a_picture_is_asked_with_and_esc_takes_it_away(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    look_at(things_in["red.png"], panel, explorer, qtbot)
    draw_part(panel, (0.25, 0.25), (0.75, 0.5))
    assert panel.picture.find_more.isVisible()
    assert explorer.query is None  # drawing alone asks nothing
    panel.picture.find_more.click()
    part = asked_part(explorer, things_in["red.png"], qtbot)
    assert isinstance(part, Region)
    assert (part.x, part.y, part.width, part.height) == pytest.approx((25, 25, 50, 25), abs=1)
    settle(panel, explorer, qtbot)
    assert panel.picture.frame.part is not None  # to be changed and asked with again
    QTest.keyClick(panel.picture, Qt.Key.Key_Escape)
    assert panel.picture.frame.part is None
    assert not panel.picture.find_more.isVisible()
    assert explorer.query is not None


def test_a_rectangle_is_moved_and_sized_by_keys_and_added_to_what_is_asked(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    look_at(things_in["red.png"], panel, explorer, qtbot)
    explorer.ask_text("blue")
    settle(panel, explorer, qtbot)
    view, shift = panel.picture, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(view, Qt.Key.Key_S)
    middle = view.frame.region()
    assert middle == Region(25, 25, 50, 50)
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Down, shift)
    moved = view.frame.region()
    assert moved is not None
    assert (moved.x < 25, moved.y == 25, moved.width == 50, moved.height > 50) == (True,) * 4
    assert f"{moved.height:.0f} per cent" in view.accessibleDescription()
    QTest.keyClick(view, Qt.Key.Key_Return, shift)
    assert explorer.query is not None
    assert [term.asked for term in explorer.query.terms] == [
        Words("blue"),
        ItemTerm(things_in["red.png"].id, "red.png", moved),
    ]
    QTest.keyClick(view, Qt.Key.Key_S)
    assert view.frame.part is None
    settle(panel, explorer, qtbot)


def test_a_rectangle_is_moved_by_its_inside_and_sized_by_its_corner(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    look_at(things_in["red.png"], panel, explorer, qtbot)
    draw_part(panel, (0.2, 0.2), (0.6, 0.6))
    draw_part(panel, (0.4, 0.4), (0.5, 0.3))
    moved = panel.picture.frame.region()
    assert moved is not None
    assert (moved.x, moved.y, moved.width, moved.height) == pytest.approx((30, 10, 40, 40), abs=1)
    draw_part(panel, (0.7, 0.5), (2, 2))  # beyond the edge
    sized = panel.picture.frame.region()
    assert sized is not None
    assert (sized.x, sized.y, sized.width, sized.height) == pytest.approx((30, 10, 70, 90), abs=1)
    draw_part(panel, (0.05, 0.05), (0.05, 0.05))  # a click beside it
    assert panel.picture.frame.part is None


def test_a_looped_stretch_of_a_sound_can_be_asked_with(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    item = things_in["low.wav"]
    look_at(item, panel, explorer, qtbot)
    bar, wave, shift = panel.player, panel.player._wave(), Qt.KeyboardModifier.ShiftModifier
    first, last = (QPoint(round(wave.left() + share * wave.width()), 30) for share in (0.25, 0.75))
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, shift, first)
    QTest.mouseMove(bar, last)
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, shift, last)
    loop = desk_of(explorer).player.loop_of(item.id)
    assert loop is not None
    bar.ask.click()
    part = asked_part(explorer, item, qtbot)
    assert isinstance(part, Stretch)
    assert (part.start_s, part.end_s) == (round(loop.start_s, 2), round(loop.end_s, 2))
    assert part.end_s - part.start_s == pytest.approx(0.5 * float(item.facts["duration_s"]), abs=0.1)


def test_picked_words_of_a_text_can_be_asked_with(
    panel: InspectorPanel, explorer: Explorer, qtbot: QtBot, things_in: dict[str, Item]
) -> None:
    item = things_in["fire.md"]
    look_at(item, panel, explorer, qtbot)
    QTest.keyClick(panel.text, Qt.Key.Key_R)
    assert explorer.query is None  # nothing is picked
    cursor = panel.text.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(8, cursor.MoveMode.KeepAnchor)
    panel.text.setTextCursor(cursor)
    QTest.keyClick(panel.text, Qt.Key.Key_R)
    assert asked_part(explorer, item, qtbot) == panel.model.text.cut(2, 8)


def test_words_of_a_woven_text_are_cut_from_where_they_stood() -> None:
    text = "One sentence. Two of them. A third one. The last."
    pieces = tuple(Passage(start, end, text[start:end]) for start, end in ((0, 26), (14, 39), (40, 49)))
    woven = _woven(pieces, None)
    for words in ("One", "Two of", "third one.", "The last."):
        place = woven.words.index(words)
        cut = woven.cut(place, place + len(words))
        assert text[cut.start : cut.end] == words
