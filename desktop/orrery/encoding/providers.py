"""What models run on: whatever the installed ONNX Runtime offers beside the processor, and why.

No wheels are added for it: somebody who has installed `onnxruntime-gpu`, `onnxruntime-directml` or the like in place of
the plain one gets its speed, everybody else the processor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

CPU = "CPUExecutionProvider"

_NAMES = {
    "CUDAExecutionProvider": "NVIDIA graphics (CUDA)",
    "ROCMExecutionProvider": "AMD graphics (ROCm)",
    "MIGraphXExecutionProvider": "AMD graphics (MIGraphX)",
    "DmlExecutionProvider": "graphics (DirectML)",
    "CoreMLExecutionProvider": "Apple's neural engine (Core ML)",
    "OpenVINOExecutionProvider": "Intel's OpenVINO",
    "QNNExecutionProvider": "Qualcomm's neural processor",
}
"""Those that speed these models up. TensorRT is left out: it spends minutes on each graph before its first answer.
Azure is left out: it would send what is encoded to a server."""


@dataclass(frozen=True, slots=True)
class Device:
    """What models run on.

    Attributes:
        providers: of ONNX Runtime, in order of preference; the processor is the last.
        name: for the eye.
        reason: why that and nothing faster, a sentence.
    """

    providers: tuple[str, ...]
    name: str
    reason: str


def device_of(offered: Sequence[str]) -> Device:
    """Choose from what a runtime offers."""
    for provider in offered:
        if provider in _NAMES:
            name = _NAMES[provider]
            return Device((provider, CPU), name, f"The installed ONNX Runtime offers {name}.")
    reason = "The installed ONNX Runtime offers nothing else; one that was built for graphics cards would be used."
    return Device((CPU,), "the processor", reason)


@cache
def device() -> Device:
    """What models run on here."""
    import onnxruntime

    return device_of(onnxruntime.get_available_providers())


def without(failed: Device, why: str) -> Device:
    """The processor instead of a device that could not be used."""
    return Device((CPU,), "the processor", f"{failed.name[:1].upper()}{failed.name[1:]} could not be used: {why}")
