"""What can be asked on the command line; `orrery --help` reads like a manual page."""

import argparse
import re
import sys
import textwrap
from collections.abc import Sequence
from typing import Any, NoReturn

from orrery import __version__
from orrery.cli.models_parser import add_models
from orrery.search.grammar import QUERY_LANGUAGE

EXIT_CODES = """\
exit codes (the highest that applies):
  0    done, also when nothing was found
  1    some or all files failed; they are listed with reasons
  2    wrong use
  3    a problem with the library or the model
  130  interrupted; what was stored stays stored
"""

STOPPED = "Stopped. What was stored stays stored; the same command goes on from there."

OVERVIEW = f"""\
Orrery puts your pictures, sounds and texts into one searchable space, on this machine, offline.
Without a command it opens the window.

commands:
  index PATH…      add files and folders, or look at them again
  search QUERY…    find by words, by a picture, by a sound, or by a mix
  map              places of all items, clusters and their names
  info             what the library holds
  failures         what could not be taken in, and why (--retry tries again)
  forget PATH…     remove from the library; the files stay where they are
  check            is the library whole, is the model what it says
  evaluate         how good is the model, on files whose labels or captions are known
  models           which models there are, getting them, changing the one a library uses
  shot             a picture of the window, made off screen
  demo             build the demo library and open the window on it

“orrery COMMAND --help” tells more about one of them.

examples:
  orrery index ~/Pictures ~/Recordings ~/Notes
  orrery search a dog on the beach
  orrery search ./gulls.wav --kind image
  orrery search 'surfing + 0.5:./gulls.wav - crowd' --limit 10 --json

{EXIT_CODES}
environment:
  ORRERY_HOME      where the library, settings, caches and the log are kept
"""

QUERY_HELP = f"""\
{QUERY_LANGUAGE}
A name or a quoted phrase that is really there comes first, marked with the reason.

--json prints one object a line:
  {{"query", "took_ms", "space", "results": [{{"path", "kind", "score", "similarity", "likely", "part"}}]}}
score is 0 to 1 and ranks pictures, sounds and texts together; likely means 0.5 or more; similarity is the
raw cosine; part is null, or {{"start_s", "end_s"}} of a sound, or {{"start", "end", "text", "page"}} of a text.

{EXIT_CODES}"""


EVALUATE_HELP = f"""\
FOLDER is one data set, or holds several, each of which is judged under its own heading:

  manifest.jsonl           one object a line: {{"image": "a/1.jpg", "captions": ["A dog runs.", …]}}
  audio.csv                a table with the columns path and label; where it has a column dataset,
                           each value of that is a data set
  dog/1.jpg  cat/2.wav     sub-folders named for the class of the pictures or sounds in them
  n01440764_tench.jpg …    files named for their class, as ImageNet does it

“great_white_shark”, “dog-bark”, “001.ape” and “n01440764_tench” are read as words. A class is the
first folder below the data set; where sub-folders hold only further folders, each of them is a data
set of its own.

What is measured, each with a 95 % interval (bootstrap) and with what chance would score:
  captions                 does a caption find its picture, and a picture one of its captions,
                           among the first 1, 5 and 10 of all
  labels                   is the class guessed from its name alone, at once and in five tries;
                           do the ten nearest files tell it; are the first ten files right that
                           a class name finds, and those nearest to a file; does a sound find
                           phrases for its class
  pictures and sounds      with the same labels: do they find each other
Ties count against the model. The files are only read, nothing is stored, no library is touched.

--json prints one object a data set, shares from 0 to 1:
  {{"data", "pack", "space", "items": {{"image", "sound", "text"}}, "classes",
   "measures": [{{"measure", "kind", "value", "low", "high", "chance", "n"}}],
   "worst": [{{"class", "kind", "top1", "n", "taken_for", "precision@10"}}], "failed": [{{"path", "reason"}}], "notes"}}
measure is a name such as text_to_image_recall@10, image_to_text_recall@1, image_zero_shot_top5,
sound_knn, image_knn_features (by looks alone), text_to_sound_precision@10 (a class name finds),
sound_to_sound_precision@10 or image_to_sound_precision@10; n counts the queries.

examples:
  orrery evaluate --data ~/photos-by-animal
  orrery evaluate --data ~/flickr8k --where split=dev
  orrery evaluate --data ~/sounds --where dataset=philharmonia --where split=dev --least 40
  orrery evaluate --data ~/imagenet_sample --classes names.txt --pack ./my-pack --json

{EXIT_CODES}"""


class SentenceParser(argparse.ArgumentParser):
    """An argument parser that answers wrong use with one sentence."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where to read more; exit with 2."""
        unknown = re.match(r"argument COMMAND: invalid choice: '(.*?)'", message)
        sentence = f"There is no command “{unknown[1]}”" if unknown else message[:1].upper() + message[1:]
        print(f"{self.prog}: {sentence}. “{self.prog} --help” tells more.", file=sys.stderr)
        sys.exit(2)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Understand a command line; words of a query may stand before and behind options.

    Raises:
        SystemExit: wrong use (2), or --help and --version (0).
    """
    parser = make_parser()
    asked, rest = parser.parse_known_args(arguments)
    odd = [word for word in rest if word.startswith("-") and word != "-" and " " not in word]
    if rest and (odd or asked.command != "search"):
        parser.error(f"“{(odd or rest)[0]}” is not an option")
    if rest:
        asked.query += rest
    return asked


def make_parser() -> argparse.ArgumentParser:
    """The parser of all sub-commands; the parsed `command` names a function of `commands`."""
    parser = SentenceParser(
        prog="orrery", description=OVERVIEW, usage="orrery [COMMAND] [OPTION…]", formatter_class=_Verbatim
    )
    parser.add_argument("--version", action="version", version=f"orrery {__version__}")
    _add_common(parser, default=None)
    parser.set_defaults(command="window", stopped=STOPPED)
    commands = parser.add_subparsers(
        prog="orrery", metavar="COMMAND", help=argparse.SUPPRESS, parser_class=SentenceParser
    )
    _add_index(commands)
    _add_search(commands)
    _add_command(commands, "info", "info", "What the library holds: items by kind, spaces, failures.")
    _add_map(commands)
    _add_failures(commands)
    _add_forget(commands)
    _add_command(commands, "check", "check", "Check the library file and the model; exit 3 when something is wrong.")
    _add_evaluate(commands)
    add_models(commands, _add_command)
    _add_shot(commands)
    _add_command(commands, "demo", "demo", "Build the demo library if it is not there and open the window on it.")
    return parser


def _add_map(commands: Any) -> None:
    parser = _add_command(commands, "map", "chart_map", "Places of all items on the map, clusters and their names.")
    for name, ends, what in (
        ("--across", ("LEFT", "RIGHT"), "place items from left to right by how much they are like two things"),
        ("--up", ("BOTTOM", "TOP"), "and from bottom to top; such a map is not kept"),
    ):
        parser.add_argument(name, nargs=2, metavar=ends, default=None, help=what)


class _Verbatim(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=100)


def _add_command(commands: Any, name: str, function: str, what: str, epilog: str = EXIT_CODES) -> SentenceParser:
    told = textwrap.fill(what, 100)
    parser = commands.add_parser(name, description=told, epilog=epilog, formatter_class=_Verbatim)
    _add_common(parser, default=argparse.SUPPRESS)
    parser.set_defaults(command=function)
    return parser


def _add_common(parser: argparse.ArgumentParser, default: Any) -> None:
    say = parser.add_argument
    say("--library", metavar="FILE", default=default, help="the library (default: library.orrery in ORRERY_HOME)")
    say(
        "--pack",
        metavar="ID",
        default=default,
        help="the model pack, or its folder (default: the starter that ships with Orrery)",
    )
    flag = False if default is None else default
    say("--json", action="store_true", default=flag, help="JSON Lines on standard output, nothing else there")
    say("--quiet", action="store_true", default=flag, help="no progress and no messages, only answers and errors")


def _add_index(commands: Any) -> None:
    what = (
        "Add files and folders to the library, or look at them again. Unchanged files are not read again, moved ones "
        "are recognised, files that failed are listed with the reason. Interrupt at any time; the same command goes on."
    )
    parser = _add_command(commands, "index", "index", what)
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, or a folder with all below it")


def _add_search(commands: Any) -> None:
    parser = _add_command(commands, "search", "search", "Find by words, files or a mix.", QUERY_HELP)
    parser.add_argument("query", nargs="*", metavar="QUERY", help="all words together are one query")
    parser.add_argument(
        "--kind", action="append", choices=["image", "sound", "text"], help="only this kind; repeatable"
    )
    parser.add_argument("--limit", type=_positive, default=20, metavar="N", help="how many answers (default: 20)")
    parser.add_argument("--include-self", action="store_true", help="a file used as a query may be its own answer")
    parser.add_argument("--queries", metavar="FILE", help="one query a line, answered in order; - for standard input")


def _add_failures(commands: Any) -> None:
    parser = _add_command(commands, "failures", "failures", "What could not be taken in, and why; one file a line.")
    parser.add_argument("--retry", action="store_true", help="try these files again first")


def _add_forget(commands: Any) -> None:
    what = "Remove files, or all below a folder, from the library. The files themselves are never touched."
    parser = _add_command(commands, "forget", "forget", what)
    parser.add_argument("paths", nargs="+", metavar="PATH", help="need not exist any more")


def _add_evaluate(commands: Any) -> None:
    what = (
        "How good is the model? Measures it on any folder of labelled or captioned files and says what chance would "
        "score beside each figure."
    )
    parser = _add_command(commands, "evaluate", "evaluate", what, EVALUATE_HELP)
    say = parser.add_argument
    say("--data", required=True, metavar="FOLDER", help="the files to judge by")
    say(
        "--where",
        action="append",
        default=[],
        metavar="COLUMN=VALUE",
        help="only files of which this is true, such as split=dev or fold=1,2; repeatable, all must be true",
    )
    say(
        "--least",
        type=_positive,
        default=1,
        metavar="N",
        help="only classes with N files or more, counted in the whole data set, before --where",
    )
    say("--classes", metavar="FILE", help="more class names to guess from, one a line, beside those of the data")
    parser.set_defaults(stopped="Stopped. Nothing was stored.")


def _add_shot(commands: Any) -> None:
    what = (
        "A picture of the whole window, made off screen even where there is a display; two runs give the same pixels."
    )
    parser = _add_command(commands, "shot", "shot", what)
    parser.add_argument("--out", required=True, metavar="FILE.png", help="where to write the picture")
    parser.add_argument("--size", default=(1600, 1000), type=_size, metavar="WxH", help="default: 1600x1000")
    parser.add_argument("--query", metavar="QUERY", help="ask this first")
    parser.add_argument("--theme", choices=["dark", "light"], default="dark", help="default: dark")


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number above zero")
    return number


def _size(text: str) -> tuple[int, int]:
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()) or not _fits(int(width), int(height)):
        raise argparse.ArgumentTypeError(f"“{text}” is not a size such as 1600x1000, from 400x300 to 8000x8000")
    return int(width), int(height)


def _fits(width: int, height: int) -> bool:
    return 400 <= width <= 8000 and 300 <= height <= 8000
