"""What can be asked of `orrery models`."""

import argparse
from collections.abc import Callable
from typing import Any

MODELS_HELP = """\
  list                  which models are here, and which could be downloaded
  download ID           get one from the hub; a download that was stopped goes on from there
  add FOLDER|ARCHIVE    take one in without a network: a pack, or the files of a model of the list
                        as they lie on the hub (folder, .zip, .tar, .tar.gz, .tar.xz)
  verify [ID]           hash all files of a model, and see whether it still does what it did
  remove ID             delete a model from this machine; libraries keep what it embedded
  default [ID]          the model with which new libraries are made

Only “download” opens a network connection, to HF_ENDPOINT or https://huggingface.co; HF_TOKEN, HF_HOME and the
usual variables for proxies mean what they mean to Hugging Face's own tools. A model for research only asks for
--accept-licence.

--json prints one object a line:
  list      {"id", "name", "state", "default", "bytes", "problem", "kinds", "languages", "dim", "space", "licence",
             "source", "good_at", "memory_mb", "speed", "research_only", "pinned", "checked"}
            state is ready, not here, half downloaded or damaged; the last six only for models of the list
  download, add   {"id", "space", "source", "done"}     verify   {"id", "whole", "problem"}
  remove          {"id", "folder", "done"}              default  {"id", "done"}
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
    add("remove", "Delete a model from this machine; libraries keep what it embedded.").add_argument(
        "model", metavar="ID"
    )
    add("verify", "Hash all files of a model, or of all models, and see whether they still work.").add_argument(
        "model", metavar="ID", nargs="?"
    )
    add("default", "Tell or set the model with which new libraries are made.").add_argument(
        "model", metavar="ID", nargs="?"
    )
