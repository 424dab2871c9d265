"""What models run on, and why."""

import pytest

from orrery.encoding.providers import CPU, device, device_of, without


def test_the_processor_is_used_where_nothing_else_is_offered() -> None:
    found = device_of(["AzureExecutionProvider", CPU])
    assert found.providers == (CPU,)
    assert found.name == "the processor"
    assert "offers nothing else" in found.reason


@pytest.mark.parametrize("provider", ["CUDAExecutionProvider", "DmlExecutionProvider", "CoreMLExecutionProvider"])
def test_what_the_runtime_offers_is_used_with_the_processor_behind_it(provider: str) -> None:
    found = device_of(["TensorrtExecutionProvider", provider, "AzureExecutionProvider", CPU])
    assert found.providers == (provider, CPU)
    assert found.name in found.reason


def test_a_device_that_fails_is_said_so() -> None:
    found = without(device_of(["CUDAExecutionProvider", CPU]), "no driver")
    assert found.providers == (CPU,)
    assert found.reason == "NVIDIA graphics (CUDA) could not be used: no driver"


def test_this_machine_has_one() -> None:
    assert device().providers[-1] == CPU
