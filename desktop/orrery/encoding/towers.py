"""The towers of a manifest, read into values: which graphs they are made of, and what each graph is fed.

One graph is the rule:

    [sound]
    file = "sound.onnx"
    input = "waveform"
    output = "embedding"

Models of sound that read a spectrogram have a table [sound.mel] and `inputs = { … = "mel" }`; its `form` says how it is
made, as “clap” (the usual) or as “gemma”.

Where a graph has several inputs, `inputs` says what each is fed; where a tower has several graphs, each further one
stands in a `[[….then]]` and may be fed what any before it gave. What never changes is a constant:

    [image]
    file = "eye.onnx"
    inputs = { pixel_values = "patches", places = "positions" }
    output = "seen"

    [[image.then]]
    file = "mind.onnx"
    inputs = { seen = "seen", ids = "frame", heard = "nothing" }
    output = "embedding"

    [image.constants]
    frame = { type = "int64", values = [2, [258880, 256], 1], each = true }
    nothing = { type = "float32", shape = [0, 512] }
"""

import math
from types import MappingProxyType

from orrery.domain.modality import Role
from orrery.encoding.manifest import TEXT_INPUTS, Chain, Constant, ImageTower, Link, Mel, SoundTower, TextTower
from orrery.encoding.section import Section

_MOST_VALUES = 1_000_000
"""Numbers in a constant: no model needs more, and a manifest must not fill the memory."""


def image_tower(section: Section) -> ImageTower:
    """Read [image].

    Raises:
        PackDamaged: a field is missing or wrong.
    """
    patch = section.whole("patch") if section.has("patch") else 0
    if patch and section.whole("size") % patch:
        raise section.damaged("patch", "a part of size")
    prepared = ("patches", "positions") if patch else ("pixels",)
    features = section.text("features_output") if section.has("features_output") else None
    return ImageTower(
        chain=_chain(section, prepared, features),
        features_output=features,
        mean=section.numbers("mean", 3),
        std=section.numbers("std", 3, above=0),
        patch=patch,
    )


def sound_tower(section: Section) -> SoundTower:
    """Read [sound].

    Raises:
        PackDamaged: a field is missing or wrong.
    """
    mel = _mel(section, section.table("mel")) if section.has("mel") else None
    return SoundTower(_chain(section, ("mel",) if mel else ("waveform",)), mel)


def _mel(sound: Section, section: Section) -> Mel:
    mel = Mel(
        bins=section.whole("bins"),
        window=section.whole("window"),
        hop=section.whole("hop"),
        lowest_hz=section.number("lowest_hz", 0.0, above=-1e-9),
        highest_hz=section.number("highest_hz", above=0),
        form=section.choice("form", ("clap", "gemma"), "clap"),
    )
    if not mel.lowest_hz < mel.highest_hz <= sound.whole("rate_hz") / 2:
        raise section.damaged("highest_hz", "above lowest_hz, and at most half of rate_hz")
    return mel


def text_tower(section: Section) -> TextTower:
    """Read [text].

    Raises:
        PackDamaged: a field is missing or wrong.
    """
    if section.whole("max_pieces", 128) > section.whole("max_tokens"):
        raise section.damaged("max_pieces", "at most max_tokens")
    pad_to = section.whole("pad_to") if section.has("pad_to") else 0
    if pad_to and pad_to < section.whole("max_tokens"):
        raise section.damaged("pad_to", "at least max_tokens")
    prefixes = section.table("prefixes")
    return TextTower(
        chain=_chain(section, TEXT_INPUTS),
        tokenizer=section.file("tokenizer"),
        max_tokens=section.whole("max_tokens"),
        prefixes=MappingProxyType({role: prefixes.text(role.value, "") for role in (Role.QUERY, Role.PASSAGE)}),
        pooling=section.choice("pooling", ("none", "mean", "first", "last"), "none"),
        is_lowered=section.truth("lowercase"),
        pad_to=pad_to,
        pad_id=section.index("pad_id") if section.has("pad_id") else None,
        end_id=section.index("end_id") if section.has("end_id") else None,
    )


def _chain(section: Section, prepared: tuple[str, ...], features: str | None = None) -> Chain:
    constants = _constants(section.table("constants"))
    known = {*prepared, *(constant.name for constant in constants)}
    sections = (section, *section.tables("then"))
    links = list[Link]()
    for row, entry in enumerate(sections):
        is_last = row == len(sections) - 1
        outputs = (entry.text("output"), *((features,) if features and is_last else ()))
        inputs = _first_inputs(entry, prepared) if row == 0 else _inputs(entry)
        for source in inputs.values():
            if source not in known:
                raise entry.damaged("inputs", "fed from " + ", ".join(f"“{name}”" for name in sorted(known)))
        links.append(
            Link(
                entry.file("file"),
                entry.files("data"),
                MappingProxyType(inputs),
                outputs,
                frozenset(entry.texts("optional")),
            )
        )
        known.update(outputs)
    return Chain(tuple(links), constants)


def _first_inputs(section: Section, prepared: tuple[str, ...]) -> dict[str, str]:
    """What the first graph is fed; "input" is short for a single one, a list for inputs that bear their own names."""
    if prepared is not TEXT_INPUTS and not section.has("inputs"):
        return {section.text("input"): prepared[0]}
    if isinstance(section.values.get("inputs"), dict):
        inputs = _inputs(section)
    else:
        inputs = {name: name for name in section.texts("inputs")}
    if prepared[0] not in inputs.values():
        rest = " and ".join(f"“{name}”" for name in prepared[1:])
        raise section.damaged("inputs", f"“{prepared[0]}”" + (f" and perhaps {rest}" if rest else ""))
    return inputs


def _inputs(section: Section) -> dict[str, str]:
    table = section.table("inputs")
    if not table.values:
        raise section.damaged("inputs", "a table that says what each input is fed")
    return {name: table.text(name) for name in table.values}


def _constants(section: Section) -> tuple[Constant, ...]:
    return tuple(_constant(section.table(name), name) for name in section.values)


def _constant(section: Section, name: str) -> Constant:
    shape = _shape(section)
    values = _values(section)
    count = sum(times for _, times in values)
    if count > _MOST_VALUES or (shape and math.prod(shape) != count):
        raise section.damaged("values", "as many numbers as its shape has places")
    each = section.truth("each")
    return Constant(name, section.choice("type", ("int64", "float32", "bool")), shape, values, each)


def _shape(section: Section) -> tuple[int, ...]:
    lengths = section.values.get("shape", [])
    if not isinstance(lengths, list) or not all(type(length) is int and length >= 0 for length in lengths):
        raise section.damaged("shape", "a list of lengths")
    return tuple(lengths)


def _values(section: Section) -> tuple[tuple[float, int], ...]:
    given = section.values.get("values", [])
    if not isinstance(given, list):
        raise section.damaged("values", "a list of numbers, or of pairs of a number and how often it comes")
    return tuple(_value(section, entry) for entry in given)


def _value(section: Section, entry: object) -> tuple[float, int]:
    match entry:
        case [int() | float() as number, int() as times] if times > 0:
            pass
        case int() | float() as number:
            times = 1
        case _:
            number, times = math.nan, 1
    if isinstance(number, bool) or isinstance(times, bool) or not math.isfinite(number):
        raise section.damaged("values", "a list of numbers, or of pairs of a number and how often it comes")
    return number, times
