"""How an evaluation is worded: an object for programs, a table for somebody who has never seen such figures."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from orrery.cli.output import counted, path_fields, printable
from orrery.domain.modality import Kind
from orrery.media.signature import WORDS

if TYPE_CHECKING:
    from orrery.workflows.evaluation import ClassFigure, DataSet, Evaluation, Failed, Measure

_WIDTH = 63
"""Columns of a measure in words; the whole table fits into 100."""

LEGEND = """\
right     how often it goes right; for “the first 10”: how many are, of as many as could be
interval  where the figure would lie, 95 times in 100, had other files of the same kind been taken
chance    what blind guessing would score"""

_TOLD = (
    (r"text_to_(\w+)_recall@1", "a caption finds its {one}, as the first of {among}"),
    (r"text_to_(\w+)_recall@(\d+)", "a caption finds its {one}, in the first {count} of {among}"),
    (r"(\w+)_to_text_recall@1", "a {one} finds one of its captions, as the first of {among}"),
    (r"(\w+)_to_text_recall@(\d+)", "a {one} finds one of its captions, in the first {count} of {among}"),
    (r"(\w+)_zero_shot_top1", "the class of a {one} is guessed from {among} names, at once"),
    (r"(\w+)_zero_shot_top(\d+)", "the class of a {one} is guessed from {among} names, in {count} tries"),
    (r"(\w+)_knn", "the 10 nearest {one}s tell its class, by vote"),
    (r"(\w+)_knn_features", "the 10 nearest {one}s by looks alone tell its class, by vote"),
    (r"text_to_(\w+)_precision@(\d+)", "a class name finds its {one}s: the first {count} of {among}"),
    (r"(\w+)_to_text_precision@(\d+)", "a {one} finds phrases for its class: the first {count} of {among}"),
    (r"(\w+)_to_\1_precision@(\d+)", "a {one} finds {one}s of its class: the first {count} of {among}"),
    (r"(\w+)_to_(?:\w+)_precision@(\d+)", "a {one} finds {other}s of its class: the first {count} of {among}"),
)


def evaluation_as_dict(found: "Evaluation") -> dict[str, Any]:
    """The contract's object for one data set."""
    return {
        "data": found.data,
        "pack": found.pack,
        "space": found.space,
        "items": {kind.value: found.counts.get(kind, 0) for kind in Kind},
        "classes": found.classes,
        "measures": [_measure_as_dict(measure) for measure in found.measures],
        "worst": [_class_as_dict(known) for known in found.worst],
        "failed": [{**path_fields(failed.path), "reason": failed.reason} for failed in found.failed],
        "notes": list(found.notes),
    }


def _measure_as_dict(measure: "Measure") -> dict[str, Any]:
    figures = {name: round(getattr(measure, name), 6) for name in ("value", "low", "high", "chance")}
    return {"measure": measure.name, "kind": measure.kind, **figures, "n": measure.count}


def _class_as_dict(known: "ClassFigure") -> dict[str, Any]:
    told = {"class": known.name, "kind": known.kind, "top1": round(known.top1, 6), "n": known.count}
    return {**told, "taken_for": known.taken_for, "precision@10": round(known.found, 6)}


def evaluation_as_text(found: "Evaluation") -> str:
    """A table for people: a line a measure, then the classes that are told worst."""
    lines = [f"{printable(found.data)}: {_holds(found)}"]
    told = [measure for measure in found.measures if measure.chance < 1.0]
    if told:
        lines.append(f"  {'':{_WIDTH}}   right       interval   chance")
        lines += [_line(measure) for measure in told]
    elif not found.notes:
        lines.append("  Nothing could be measured: no file of it could be read.")
    lines += [f"  {note}" for note in found.notes]
    return "\n".join(lines + _worst(found)) + "\n"


def _holds(found: "Evaluation") -> str:
    told = [counted(found.counts[kind], WORDS[kind]) for kind in (Kind.IMAGE, Kind.SOUND) if found.counts.get(kind)]
    told += [counted(found.counts[Kind.TEXT], "caption")] if found.counts.get(Kind.TEXT) else []
    classes = f" in {found.classes:,} class{'' if found.classes == 1 else 'es'}" if found.classes else ""
    if found.is_across:
        classes = f", {found.classes:,} of their classes in common"
    return f"{', '.join(told) or 'no files'}{classes}, model {found.pack}"


def _line(measure: "Measure") -> str:
    value, low, high, chance = (100 * share for share in (measure.value, measure.low, measure.high, measure.chance))
    return f"  {_in_words(measure):{_WIDTH}} {value:5.1f} %   {low:5.1f} – {high:5.1f}   {chance:4.1f} %"


def _in_words(measure: "Measure") -> str:
    for pattern, template in _TOLD:
        if match := re.fullmatch(pattern, measure.name):
            asking = match[1]
            one = WORDS[Kind(asking)]
            count = match[2] if match.re.groups > 1 else ""
            return template.format(one=one, other=WORDS[measure.kind], count=count, among=f"{measure.among:,}")
    return measure.name


def _worst(found: "Evaluation") -> list[str]:
    told = [known for known in found.worst if known.top1 < 1.0]
    if not told:
        return []
    more = f" ({found.wrong - len(told):,} more are not always right)" if found.wrong > len(told) else ""
    lines = [f"  The classes that are guessed worst{more}:"]
    for known in told:
        taken = f"{'mostly ' if known.count > 1 else ''}taken for {_short(known.taken_for)}" if known.taken_for else ""
        lines.append(f"  {100 * known.top1:5.0f} % of {known.count:<5,} {_short(known.name):30}   {taken}")
    return lines


def _short(name: str) -> str:
    return printable(name) if len(name) <= 30 else f"{printable(name[:29])}…"


def failed_as_text(failed: Sequence["Failed"]) -> str:
    """What was left out, a line each; "" when nothing was."""
    if not failed:
        return ""
    lines = [f"  {printable(each.path.decode('utf-8', 'replace'))}: {each.reason}" for each in failed]
    are = "One entry is" if len(failed) == 1 else f"{len(failed):,} entries are"
    return "\n".join([f"{are} left out:", *lines])


def unmet_as_text(found: Sequence["DataSet"], chosen: Sequence["DataSet"]) -> str:
    """Which data sets have no file that was asked for; "" when all have."""
    left = {data.name for data in chosen}
    names = [printable(data.name) for data in found if data.name not in left]
    return f"Left aside, as none of their files is asked for: {', '.join(names)}." if names else ""
