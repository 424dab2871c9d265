"""What models run on, in the user's language; `encoding.providers` says the same in English, for the command line."""

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP

from orrery.encoding.providers import NOT_LOADED, Device
from orrery.viewmodels.wording import translate

NAMES: dict[str, Any] = {
    "CPUExecutionProvider": QT_TRANSLATE_NOOP("devices", "the processor"),
    "CUDAExecutionProvider": QT_TRANSLATE_NOOP("devices", "NVIDIA graphics (CUDA)"),
    "ROCMExecutionProvider": QT_TRANSLATE_NOOP("devices", "AMD graphics (ROCm)"),
    "MIGraphXExecutionProvider": QT_TRANSLATE_NOOP("devices", "AMD graphics (MIGraphX)"),
    "DmlExecutionProvider": QT_TRANSLATE_NOOP("devices", "graphics (DirectML)"),
    "CoreMLExecutionProvider": QT_TRANSLATE_NOOP("devices", "Apple's neural engine (Core ML)"),
    "OpenVINOExecutionProvider": QT_TRANSLATE_NOOP("devices", "Intel's OpenVINO"),
    "QNNExecutionProvider": QT_TRANSLATE_NOOP("devices", "Qualcomm's neural processor"),
}
"""By ONNX Runtime's name of the provider."""


def device_name(device: Device) -> str:
    """What it is called; as the library that found it calls it where it is not known here."""
    return _named(device.providers[0]) or device.name


def device_reason(device: Device) -> str:
    """Why that and nothing faster, a sentence; what the system said of a failure stays in its own words."""
    if device.failed:
        why = device.why
        if why == NOT_LOADED:
            why = translate(
                "devices",
                "ONNX Runtime could not load it; its driver may be missing, or there is no such device in this machine",
            )
        name = _named(device.failed) or device.failed
        return translate("devices", "{name} could not be used: {why}.").format(
            name=name[:1].upper() + name[1:], why=why
        )
    if device.is_processor:
        return translate(
            "devices",
            "The installed ONNX Runtime offers nothing else; one that was built for graphics cards would be used.",
        )
    return translate("devices", "The installed ONNX Runtime offers {name}.").format(name=device_name(device))


def _named(provider: str) -> str:
    words = NAMES.get(provider)
    return translate("devices", words) if words else ""
