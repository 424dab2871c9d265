"""OpenCLIP's models, opened: from its list, from a description of one's own, with weights fetched, given, or drawn."""

import contextlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SAFE = ".safetensors"


class CannotExport(Exception):
    """Something is not as it has to be; the message is a sentence for the user."""


@dataclass(frozen=True)
class Wanted:
    """Which model, and where its weights come from.

    Attributes:
        architecture: a name of OpenCLIP's list, such as "ViT-B-32".
        weights: a tag of OpenCLIP's list, such as "laion2b_s34b_b79k", which is downloaded; "" for none.
        description: JSON file that describes an architecture which is not on the list; None takes the list's.
        checkpoint: file with the weights; None for those of the tag.
        trusts_pickle: a checkpoint that is not safetensors may be opened.
        random: draw the weights instead, from this seed: for looking at numbers, never for looking at pictures.
    """

    architecture: str
    weights: str = ""
    description: Path | None = None
    checkpoint: Path | None = None
    trusts_pickle: bool = False
    random: int | None = None

    @property
    def name(self) -> str:
        """What to call the model."""
        source = self.checkpoint.stem if self.checkpoint else self.weights or "random weights"
        return f"{self.architecture} / {source}"


@dataclass(frozen=True)
class Loaded:
    """A model ready to be written down.

    Attributes:
        model: an OpenCLIP model in evaluation mode, float32, on the processor.
        tokenizer: what its library cuts texts with.
        config: the architecture's description.
        preprocess: size, mode of resizing, interpolation, mean and deviation, as its library has them.
    """

    model: Any
    tokenizer: Any
    config: dict[str, Any]
    preprocess: dict[str, Any]


def load(wanted: Wanted) -> Loaded:
    """Open a model.

    Raises:
        CannotExport: it is not known, its weights cannot be had, or they do not fit.
    """
    open_clip = import_open_clip()
    import torch

    torch.backends.mha.set_fastpath_enabled(False)  # its fused operator has no counterpart in ONNX
    if wanted.description:
        open_clip.add_model_config(wanted.description)
    config = open_clip.get_model_config(wanted.architecture)
    if config is None:
        raise CannotExport(f"OpenCLIP has no architecture “{wanted.architecture}”. {_near(wanted.architecture)}")
    if wanted.random is not None:
        torch.manual_seed(wanted.random)
    _check(wanted)
    try:
        model = open_clip.create_model(
            wanted.architecture,
            pretrained=wanted.weights if wanted.weights and not wanted.checkpoint else None,
            precision="fp32",
            device="cpu",
            load_weights=wanted.random is None,
            pretrained_image=False,
            pretrained_text=False,
        )
        tokenizer = open_clip.get_tokenizer(wanted.architecture)
    except (OSError, RuntimeError, ImportError, ValueError) as error:
        raise CannotExport(f"“{wanted.name}” cannot be opened: {_first_line(error)}") from error
    if wanted.checkpoint:
        _fill(model, wanted.checkpoint)
    return Loaded(model.eval(), tokenizer, config, open_clip.get_model_preprocess_cfg(model))


def import_open_clip() -> Any:
    """Import open_clip, also where torchvision's compiled operators do not fit the torch that is installed.

    Builds of torchvision for graphics cards beside a torch for processors load without their operators, and then stop
    at describing one. None of them is used here, so it is enough that their names exist.

    Raises:
        CannotExport: it is not installed.
    """
    try:
        try:
            import torchvision  # noqa: F401
        except RuntimeError:
            _declare_operators()
        import open_clip
    except ImportError as error:
        raise CannotExport(f"{_first_line(error)}. Install the extra: pip install 'orrery[openclip]'") from error
    return open_clip


_OPERATORS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
_declared: list[Any] = []


def _declare_operators() -> None:
    import torch

    for name in [name for name in sys.modules if name.partition(".")[0] == "torchvision"]:
        del sys.modules[name]
    library = torch.library.Library("torchvision", "FRAGMENT")
    for operator in _OPERATORS:
        with contextlib.suppress(RuntimeError):  # declared already
            library.define(operator)
    _declared.append(library)  # what it declared ends with it


def _check(wanted: Wanted) -> None:
    given = wanted.checkpoint
    if wanted.random is None and not (wanted.weights or given):
        raise CannotExport(
            "Name the weights too, as in openclip:ViT-B-32/laion2b_s34b_b79k, or give --checkpoint FILE."
        )
    if given is None:
        return
    if not given.is_file():
        raise CannotExport(f"There is no file {given}.")
    if given.suffix != SAFE and not wanted.trusts_pickle:
        raise CannotExport(
            f"{given.name} is not a safetensors file. Other checkpoints are pickles, which can hold more than numbers. "
            "If you know where it comes from, say --trust-checkpoint; only numbers are read from it even then."
        )


def _fill(model: Any, checkpoint: Path) -> None:
    """Put the numbers of a file into the model; every one has to find its place."""
    import torch

    try:
        if checkpoint.suffix == SAFE:
            from safetensors.torch import load_file

            state = load_file(checkpoint)
        else:
            state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    except Exception as error:  # safetensors and pickle share no narrower base
        raise CannotExport(f"{checkpoint.name} cannot be read: {_first_line(error)}") from error
    state = state.get("state_dict", state)
    state = {name.removeprefix("module."): values for name, values in state.items()}
    try:
        found = model.load_state_dict(state, strict=False)
    except RuntimeError as error:  # the same names with other shapes
        raise CannotExport(
            f"{checkpoint.name} does not belong to this architecture: its numbers differ in shape."
        ) from error
    missing = [name for name in found.missing_keys if not name.endswith("position_ids")]
    if missing or found.unexpected_keys:
        odd = ", ".join([*missing, *found.unexpected_keys][:3])
        raise CannotExport(
            f"{checkpoint.name} does not belong to this architecture: {len(missing)} of its numbers are missing, "
            f"{len(found.unexpected_keys)} are too many ({odd}, …)."
        )


def _near(name: str) -> str:
    import difflib

    import open_clip

    near = difflib.get_close_matches(name, open_clip.list_models(), 3, 0.4)
    return f"Close to it are {', '.join(near)}." if near else ""


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
