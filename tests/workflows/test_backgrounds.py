"""How long measured figures stand while a library grows."""

from orrery.domain.modality import Kind
from orrery.workflows.backgrounds import Measures


def counts(pictures: int, sounds: int = 0) -> dict[Kind, int]:
    return {Kind.IMAGE: pictures, Kind.SOUND: sounds, Kind.TEXT: 0}


def test_figures_of_a_few_files_stand_until_there_are_a_twentieth_more() -> None:
    measured = Measures({}, counts(1_000))
    assert measured.stands(counts(1_050))
    assert measured.serves(counts(1_050))
    assert not measured.stands(counts(1_060))
    assert not measured.serves(counts(1_060))


def test_figures_of_very_many_serve_while_files_come_in() -> None:
    measured = Measures({}, counts(100_000))
    assert not measured.stands(counts(110_000))
    assert measured.serves(counts(110_000))
    assert not measured.serves(counts(130_000))
    assert not measured.serves(counts(60_000))
    assert not measured.serves(counts(110_000, 1)), "of a kind that is new nothing is known"
