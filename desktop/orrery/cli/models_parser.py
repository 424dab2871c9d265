"""What can be asked of `orrery models`."""

import argparse
from collections.abc import Callable
from typing import Any

MODELS_HELP = """\
  list                  which models are here, and which could be downloaded
  download ID           get one from the hub; a download that was stopped goes on from there
  add FOLDER|ARCHIVE    take one in without a network: a pack, or the files of a model of the list
                        as they lie on the hub (folder, .zip, .tar, .tar.gz, .tar.xz)
  export openclip:ARCHITECTURE/WEIGHTS
                        make one of an OpenCLIP model, such as openclip:ViT-B-32/laion2b_s34b_b79k, checked
                        against the original; needs the extra “openclip” and downloads the weights
  join IMAGES SOUNDS    make one model of two that are here: the one reads pictures, the other sounds, and both
                        read words. Words ask each kind through its own model; a bridge fitted over their common
                        words lets pictures find sounds and puts both on one map. Trains nothing and copies no
                        weights: both stay needed. Texts are compared by the starter, or by --text ID
  verify [ID]           hash all files of a model, see whether it still does what it did, and measure what its towers
                        run on here, how many inputs at once are best and how many a second that makes
  remove ID             delete a model from this machine; libraries keep what it embedded
  default [ID]          the model with which new libraries are made

  trial ID              what another model would change: it is tried on some 300 items, nothing is stored
  use ID                embed the library with another model, then use that; the model before answers until
                        all is done. Interrupt at any time: the same command goes on from there
  back                  use the model before again, at once
  spaces                what the library holds of which models, and what room it takes
  drop SPACE            delete what the library holds of a model that is not in use, and free the room; a change to
                        another model that was begun is left off so

Only “download”, and “export” without --checkpoint, open a network connection, to HF_ENDPOINT or
https://huggingface.co; HF_TOKEN, HF_HOME and the usual variables for proxies mean what they mean to Hugging Face's
own tools. A model for research only asks for --accept-licence.

--json prints one object a line:
  list      {"id", "name", "state", "default", "bytes", "problem", "kinds", "languages", "dim", "space", "licence",
             "source", "scores", "joined", "good_at", "memory_mb", "speed", "research_only", "pinned", "checked",
             "device", "device_reason"}
            state is ready, not here, half downloaded or damaged; good_at to checked only for models of the list;
            scores only for models that are here: fitted on known matches, or estimated on this machine;
            joined only for joined ones: {"image", "sound", "text", "score", "chance", "strength", "phrases",
            "sounds", "vocabulary", "made"}
  export          {"id", "space", "source", "done", "figures"}
  join            {"id", "space", "source", "joined", "done"}
  download, add   {"id", "space", "source", "done"}
  verify          {"id", "whole", "problem", "towers"}; towers: [{"kind", "device", "reason", "batch", "per_second",
                  "tried"}], tried: {"1": a second one by one, "2": …}
  remove          {"id", "folder", "done"}              default  {"id", "done"}
  trial     {"now", "then", "tried", "failed", "unread", "overlap", "chance", "same", "different", "labels", "judged",
             "seconds", "bytes"}; same and different: [{"path", "overlap", "now", "then"}]
  use       {"id", "space", "embedded", "failed", "skipped", "away", "done"}    back  {"id", "space", "done"}
  spaces    {"space", "id", "dim", "in_use", "half", "here", "contents", "bytes", "share"}
  drop      {"space", "freed", "done"}
"""


def add_models(commands: Any, add_command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the sub-command with its own sub-commands.

    Args:
        commands: argparse's sub-parsers of `orrery`.
        add_command: makes a sub-command with the options that all have.
    """
    what = "Which models there are, getting them, and changing the one that a library uses."
    parser = add_command(commands, "models", "models", what, MODELS_HELP)
    parser.set_defaults(deed="list", model=None)
    deeds = parser.add_subparsers(metavar="DEED", help=argparse.SUPPRESS)

    def add(name: str, told: str) -> argparse.ArgumentParser:
        made = add_command(deeds, name, "models", told, MODELS_HELP)
        made.set_defaults(deed=name)
        return made

    add("list", "Which models are on this machine, and which could be downloaded.")
    download = add("download", "Download a model of the list; one that was stopped goes on from there.")
    download.add_argument("model", metavar="ID")
    download.add_argument(
        "--accept-licence", action="store_true", help="say yes to a licence that allows research only"
    )
    taken = add("add", "Take a model in from a folder or archive, without a network.")
    taken.add_argument("source", metavar="FOLDER|ARCHIVE")
    export = add(
        "export", "Make a model of an OpenCLIP model; its weights are downloaded unless --checkpoint is given."
    )
    export.add_argument("model", metavar="openclip:ARCHITECTURE/WEIGHTS")
    export.add_argument("--quantise", action="store_true", help="weights of matrix products in 8 bits: smaller, faster")
    export.add_argument("--checkpoint", metavar="FILE", help="take the weights from here: safetensors")
    export.add_argument(
        "--trust-checkpoint", action="store_true", help="the checkpoint may be a pickle; only numbers are read from it"
    )
    export.add_argument("--config", metavar="FILE", help="describes an architecture that OpenCLIP does not list, JSON")
    export.add_argument("--licence", default="", help="of the weights, for the model's description")
    export.add_argument(
        "--random-weights", type=int, metavar="SEED", help="draw the weights: to try the way, not to find anything"
    )
    join = add("join", "Make one model of a model of pictures and one of sounds, through the words both understand.")
    join.add_argument("image", metavar="IMAGES", help="id of the model that reads pictures")
    join.add_argument("sound", metavar="SOUNDS", help="id of the model that reads sounds")
    join.add_argument("--text", metavar="ID", help="the model by which texts are compared (default: starter)")
    join.add_argument("--as", dest="name", metavar="ID", help="id of the new model (default: IMAGES-SOUNDS)")
    add("remove", "Delete a model from this machine; libraries keep what it embedded.").add_argument(
        "model", metavar="ID"
    )
    add("verify", "Hash all files of a model, or of all models, and see whether they still work.").add_argument(
        "model", metavar="ID", nargs="?"
    )
    add("default", "Tell or set the model with which new libraries are made.").add_argument(
        "model", metavar="ID", nargs="?"
    )
    trial = add("trial", "What another model would change, tried on a part of the library; nothing is stored.")
    trial.add_argument("model", metavar="ID")
    trial.add_argument("--sample", type=_count, default=300, metavar="N", help="items to try (default: 300)")
    add("use", "Change the library to another model; interrupt at any time, the same command goes on.").add_argument(
        "model", metavar="ID"
    )
    add("back", "Use the model before again, at once.")
    add("spaces", "What the library holds of which models, and what room it takes.")
    add("drop", "Delete what the library holds of a model that is not in use.").add_argument("space", metavar="SPACE")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 10:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number of 10 or more")
    return int(text)
