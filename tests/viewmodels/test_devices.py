import pytest

from orrery.encoding import providers
from orrery.encoding.providers import CPU, CUDA, NOT_LOADED, device_of, without
from orrery.viewmodels.devices import NAMES, device_name, device_reason


def test_every_device_that_may_be_used_has_a_name_to_translate() -> None:
    assert NAMES == {CPU: "the processor", **providers.NAMES}


@pytest.mark.parametrize("offered", [[CPU], [CUDA, CPU]])
def test_in_english_it_says_what_the_command_line_says(offered: list[str]) -> None:
    found = device_of(offered)
    assert (device_name(found), device_reason(found)) == (found.name, found.reason)


@pytest.mark.parametrize("why", [NOT_LOADED, "libcudart.so.12: cannot open shared object file"])
def test_what_failed_is_told_with_its_reason(why: str) -> None:
    found = without(device_of([CUDA, CPU]), why + ".")
    assert (device_name(found), device_reason(found)) == (found.name, found.reason)
    assert device_reason(found) == f"NVIDIA graphics (CUDA) could not be used: {why}."
