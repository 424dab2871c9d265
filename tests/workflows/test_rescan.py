from pathlib import Path

from orrery.workflows.engine import Engine
from orrery.workflows.ingest import ingest
from orrery.workflows.overview import overview
from orrery.workflows.rescan import rescan
from packs import COLOURS, write_picture


def test_known_folders_are_looked_through_again(engine: Engine, things: Path) -> None:
    ingest(engine, [things])
    write_picture(things / "white.png", COLOURS["white"])
    (things / "hiss.wav").unlink()
    report = rescan(engine)
    assert (report.added, report.vanished, report.unchanged) == (1, 1, 8)


def test_an_unplugged_drive_is_unavailable_and_comes_back(engine: Engine, things: Path) -> None:
    ingest(engine, [things])
    away = things.rename(things.with_name("unplugged"))
    report = rescan(engine)
    assert (report.vanished, overview(engine).missing, overview(engine).total) == (0, 9, 0)
    assert not overview(engine).folders[0].is_reachable
    away.rename(things)
    assert rescan(engine).unchanged == 9
    assert (overview(engine).missing, overview(engine).total) == (0, 9)
    assert overview(engine).folders[0].is_reachable


def test_a_file_given_by_name_is_no_folder(engine: Engine, things: Path) -> None:
    ingest(engine, [things / "red.png"])
    assert overview(engine).folders == ()
    assert overview(engine).total == 1
