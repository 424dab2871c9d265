"""How much the parts of a file have a chance of their own, measured on the library."""

from pathlib import Path

from orrery.domain.modality import Kind
from orrery.search.best_part import START
from orrery.workflows.engine import Engine
from orrery.workflows.find import Finder
from orrery.workflows.ingest import ingest
from orrery.workflows.part_figures import fit_part_exponents
from packs import write_text


def test_a_library_without_files_of_many_parts_says_nothing(filled_engine: Engine) -> None:
    finder = Finder(filled_engine)
    finder.prepare()
    assert finder._hubs is not None
    assert finder._hubs[2][Kind.IMAGE] == START


def test_files_that_say_one_thing_again_and_again_bring_the_exponent_down(engine: Engine, tmp_path: Path) -> None:
    line = "A red thing is here and red it stays. " * 12
    for number in range(6):
        write_text(tmp_path / f"{number}.txt", "\n\n".join(f"{line} {number} {again}." for again in range(8)))
    ingest(engine, [tmp_path])
    finder = Finder(engine)
    finder.prepare()
    assert finder._matrices is not None
    matrices = finder._matrices
    assert not matrices.candidates[Kind.TEXT].has_lone_parts
    found = fit_part_exponents(engine, matrices.candidates, matrices.calibration)
    assert found[Kind.IMAGE] == START
    assert 0 <= found[Kind.TEXT] < START
    assert finder._hubs is not None
    assert finder._hubs[2] == found
