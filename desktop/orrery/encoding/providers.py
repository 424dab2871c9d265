"""What models run on: whatever the installed ONNX Runtime offers beside the processor, and why.

No wheels are added for it: somebody who has installed `onnxruntime-gpu`, `onnxruntime-directml` or the like in place of
the plain one gets its speed, everybody else the processor. Being offered is not enough: a runtime that was built for a
card offers it also where the card's driver is missing, and then runs on the processor without a word. So whatever is
offered is tried on a small graph first, and every graph tells what it really runs on.
"""

import ctypes
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

CPU = "CPUExecutionProvider"
CUDA = "CUDAExecutionProvider"

FATAL = 4
"""ONNX Runtime's log severity; below it, warnings about optimisations and absent GPUs reach the terminal."""

NAMES = {
    CUDA: "NVIDIA graphics (CUDA)",
    "ROCMExecutionProvider": "AMD graphics (ROCm)",
    "MIGraphXExecutionProvider": "AMD graphics (MIGraphX)",
    "DmlExecutionProvider": "graphics (DirectML)",
    "CoreMLExecutionProvider": "Apple's neural engine (Core ML)",
    "OpenVINOExecutionProvider": "Intel's OpenVINO",
    "QNNExecutionProvider": "Qualcomm's neural processor",
}
"""Those that speed these models up. TensorRT is left out: it spends minutes on each graph before its first answer.
Azure is left out: it would send what is encoded to a server."""

_LIBRARIES = {
    CUDA: "cuda",
    "ROCMExecutionProvider": "rocm",
    "MIGraphXExecutionProvider": "migraphx",
    "OpenVINOExecutionProvider": "openvino",
    "QNNExecutionProvider": "qnn",
}
"""What ONNX Runtime calls the library that it loads for them."""

_TRIAL = (
    b'\x08\x08:@\n\x11\n\x01x\n\x01x\x12\x01y"\x06MatMul\x12\x01gZ\x13\n\x01x\x12\x0e\n\x0c\x08\x01\x12\x08\n\x02\x08\x02'
    b"\n\x02\x08\x02b\x13\n\x01y\x12\x0e\n\x0c\x08\x01\x12\x08\n\x02\x08\x02\n\x02\x08\x02B\x04\n\x00\x10\r"
)
"""A graph: y = x · x, of (2, 2) float32 numbers."""

_LONGEST_REASON = 160

NOT_LOADED = "ONNX Runtime could not load it; its driver may be missing, or there is no such device in this machine"
"""Where nobody says more."""


@dataclass(frozen=True, slots=True)
class Device:
    """What models run on.

    Attributes:
        providers: of ONNX Runtime, in order of preference; the processor is the last.
        name: for the eye.
        reason: why that and nothing faster, a sentence.
        failed: ONNX Runtime's provider that was tried before in vain; "" for none.
        why: what kept it from being used.
    """

    providers: tuple[str, ...]
    name: str
    reason: str
    failed: str = ""
    why: str = ""

    @property
    def is_processor(self) -> bool:
        """Whether nothing but the processor is used."""
        return self.providers == (CPU,)


def device_of(offered: Sequence[str]) -> Device:
    """Choose from what a runtime offers."""
    for provider in offered:
        if provider in NAMES:
            name = NAMES[provider]
            return Device((provider, CPU), name, f"The installed ONNX Runtime offers {name}.")
    reason = "The installed ONNX Runtime offers nothing else; one that was built for graphics cards would be used."
    return Device((CPU,), "the processor", reason)


@cache
def device() -> Device:
    """What models run on here: tried once, which takes a graphics card a second or two and the processor none."""
    import onnxruntime

    _quieten()
    wanted = device_of(onnxruntime.get_available_providers())
    if CUDA in wanted.providers and hasattr(onnxruntime, "preload_dlls"):
        with redirect_stdout(StringIO()):  # it tells the terminal what it does not find; `_why_not_loaded` does as well
            onnxruntime.preload_dlls()  # pip's packages of CUDA lie where the system does not look
    return tried(wanted)


def tried(wanted: Device) -> Device:
    """The device, or the processor where it cannot multiply two small matrices."""
    import numpy as np

    if wanted.is_processor:
        return wanted
    session, found = open_session(_TRIAL, wanted)
    if found is not wanted:
        return found
    try:
        session.run(["y"], {"x": np.ones((2, 2), np.float32)})
    except runtime_failures() as error:
        return without(wanted, first_line(error))
    return wanted


def open_session(model: Path | bytes, wanted: Device) -> tuple[Any, Device]:
    """Open a graph, on the processor where the device cannot run it.

    Args:
        model: file or its content.
        wanted: what to run it on.

    Returns:
        ONNX Runtime's session, and what it really runs on.

    Raises:
        Exception: one of `runtime_failures()`; not even the processor can run it.
    """
    _quieten()
    if wanted.is_processor:
        return _session(model, wanted.providers), wanted
    try:
        session = _session(model, wanted.providers)
    except runtime_failures() as error:  # such as an operator that the device lacks
        return _session(model, (CPU,)), without(wanted, first_line(error))
    if wanted.providers[0] in session.get_providers():
        return session, wanted
    return session, without(wanted, _why_not_loaded(wanted.providers[0]))


def without(failed: Device, why: str) -> Device:
    """The processor instead of a device that could not be used."""
    name = f"{failed.name[:1].upper()}{failed.name[1:]}"
    why = why.rstrip(".")
    return Device((CPU,), "the processor", f"{name} could not be used: {why}.", failed.providers[0], why)


@cache
def runtime_failures() -> tuple[type[Exception], ...]:
    """What ONNX Runtime raises; its classes share no base narrower than Exception."""
    state = import_module("onnxruntime.capi.onnxruntime_pybind11_state")
    own = [entry for entry in vars(state).values() if isinstance(entry, type) and issubclass(entry, Exception)]
    return (*own, RuntimeError, ValueError)


def _session(model: Path | bytes, providers: tuple[str, ...]) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the encoder runs batches side by side instead
    options.inter_op_num_threads = 1
    options.log_severity_level = FATAL
    options.enable_mem_pattern = "DmlExecutionProvider" not in providers  # which DirectML does not allow
    # Its own way back to the processor prints to the terminal and says nothing to the program.
    return onnxruntime.InferenceSession(model, options, providers=list(providers), enable_fallback=0)


@cache
def _quieten() -> None:
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    onnxruntime.set_default_logger_severity(FATAL)


def _why_not_loaded(provider: str) -> str:
    """What keeps ONNX Runtime from loading a device's library: it does not say, but the system does."""
    import onnxruntime

    pattern = {"win32": "onnxruntime_providers_{}.dll", "darwin": "libonnxruntime_providers_{}.dylib"}
    name = pattern.get(sys.platform, "libonnxruntime_providers_{}.so").format(_LIBRARIES.get(provider, "none"))
    library = Path(onnxruntime.__file__).parent / "capi" / name
    if library.is_file():
        try:
            ctypes.CDLL(str(library))
        except OSError as error:
            return first_line(error)
    return NOT_LOADED


def first_line(error: Exception) -> str:
    """What an error says first, short enough for a sentence."""
    told = str(error).strip().splitlines() or [type(error).__name__]
    return told[0] if len(told[0]) <= _LONGEST_REASON else told[0][: _LONGEST_REASON - 1] + "…"
