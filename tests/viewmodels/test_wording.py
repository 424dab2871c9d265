import pytest

from orrery.viewmodels.wording import NARROW_SPACE, clock, duration, file_size, grouped, shown_folder, shown_name


def test_numbers_are_grouped_by_a_space_that_does_not_break() -> None:
    assert grouped(18402) == f"18{NARROW_SPACE}402"
    assert grouped(999) == "999"


@pytest.mark.parametrize(("seconds", "said"), [(0.2, "1 s"), (45, "45 s"), (83, "1 min 23 s"), (7500, "2 h 5 min")])
def test_lengths_are_said_in_words(qapp: object, seconds: float, said: str) -> None:
    assert duration(seconds) == said


@pytest.mark.parametrize(("seconds", "shown"), [(5, "0:05"), (750, "12:30"), (3723, "1:02:03")])
def test_players_show_minutes_and_seconds(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


@pytest.mark.parametrize(("size", "shown"), [(12, "12 B"), (1500, "1.5 KB"), (25_000_000, "25 MB")])
def test_sizes_are_shown_in_a_fitting_unit(size: int, shown: str) -> None:
    assert file_size(size) == shown


def test_names_are_the_last_parts_of_paths_and_survive_what_is_not_utf8() -> None:
    assert shown_name(b"/a/b/caf\xe9.jpg") == "caf\ufffd.jpg"
    assert shown_name(b"/a/b/") == "b"
    assert shown_name(b"/") == "/"
    assert shown_folder(b"/home/me/Photos/2024") == "Photos/2024"
