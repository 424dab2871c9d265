"""A library of all three kinds of which it is known what answers what: for measuring rankings, never for fitting them.

Photographs and their captions are the dev split of Flickr8k (captions 1 and 2 of each become a text, the others stay
questions), class photographs the ImageNet sample, sounds the dev split of animals and instruments. ESC-10, all of whose
recordings the starter pack was trained on, joins only when asked for. A thing matches a photograph of which at least
two captions speak, a text or a sound that names it; what a single caption of five mentions is left unjudged.
"""

import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from orrery.app import open_engine
from orrery.workflows.engine import Engine
from orrery.workflows.ingest import ingest

NAMES = Path(__file__).parents[2] / "models" / "recipes" / "imagenet_names.txt"

# first and last class of ImageNet's order that an everyday word stands for
GROUPS = {
    "bird": ((7, 24), (80, 96), (127, 146)), "dog": ((151, 268),), "cat": ((281, 285),), "fish": ((0, 6), (389, 397)),
    "snake": ((52, 68),), "spider": ((72, 77),), "turtle": ((33, 37),), "frog": ((30, 32),), "monkey": ((365, 382),),
    "cow": ((345, 347),), "sheep": ((348, 349),), "horse": ((339, 340),), "butterfly": ((321, 326),),
}  # fmt: skip


@dataclass(frozen=True)
class Thing:
    """Something to ask for.

    Attributes:
        asked: how people ask for it.
        said: what a caption says of it.
        classes: names of ImageNet classes, beside GROUPS.
        heard: labels of sounds.
    """

    asked: tuple[str, ...]
    said: str
    classes: frozenset[str] = frozenset()
    heard: frozenset[str] = frozenset()


def _thing(asked: str, said: str, classes: str = "", heard: str = "") -> Thing:
    def split(text: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in text.split(";") if part.strip())

    return Thing(split(asked), rf"\b({said})\b", frozenset(split(classes)), frozenset(split(heard)))


THINGS = {
    "dog": _thing("dog; a dog barking; a puppy", r"dogs?|pupp(?:y|ies)", "", "dog; dog bark"),
    "cat": _thing("cat; a cat meowing; a kitten", r"cats?|kittens?", "", "cat"),
    "bird": _thing("bird; a bird singing; birds", r"birds?|ducks?|geese|goose|seagulls?|pigeons?", "hen", "bird"),
    "cow": _thing("cow; a cow mooing; cattle on a farm", r"cows?|cattle|bulls?", "", "cow"),
    "sheep": _thing("sheep; a sheep bleating", r"sheep|lambs?|goats?", "ram", "sheep"),
    "frog": _thing("frog; a frog croaking", r"frogs?|toads?", "", "frog"),
    "chicken": _thing("chicken; a hen clucking", r"chickens?|hens?|roosters?", "hen; cock", "chicken; rooster"),
    "lion": _thing("lion; a lion roaring", r"lions?", "lion", "lion"),
    "monkey": _thing("monkey; a monkey screeching", r"monkeys?|apes?", "", "monkey"),
    "guitar": _thing("guitar; playing the guitar", r"guitars?|guitarist", "acoustic guitar; electric guitar", "guitar"),
    "drum": _thing("drums; someone hitting a drum", r"drums?|drummers?|drumming", "drum",
                   "bass drum; snare drum; tenor drum; djembe; djundjun; surdo; tom-toms"),
    "saxophone": _thing("saxophone; playing the saxophone", r"sax(?:ophone)?s?", "sax; saxophone", "saxophone"),
    "flute": _thing("flute; playing the flute", r"flutes?", "flute", "flute"),
    "cello": _thing("cello; playing the cello", r"cellos?", "cello", "cello"),
    "oboe": _thing("oboe; playing the oboe", r"oboes?", "oboe", "oboe"),
    "banjo": _thing("banjo; playing the banjo", r"banjos?", "banjo", "banjo"),
    "bassoon": _thing("bassoon; playing the bassoon", r"bassoons?", "bassoon", "bassoon"),
    "trombone": _thing("trombone; playing the trombone", r"trombones?", "trombone", "trombone"),
    "cymbals": _thing("cymbals", r"cymbals?", "", "clash cymbals; suspended cymbal; Chinese hand cymbals"),
    "sea": _thing("waves breaking on the beach; the sea", r"waves?|ocean|surf(?:er|ing|s|board)?|seas?", "seashore",
                  "sea waves"),
    "fire": _thing("a crackling fire; fire", r"(?:bon|camp)?fires?|flames?", "", "fire crackling"),
    "baby": _thing("a crying baby; baby", r"bab(?:y|ies)|infant", "", "baby cry"),
    "clock": _thing("a clock ticking", r"clocks?", "analog clock; digital clock; wall clock", "clock tick"),
    "horse": _thing("horse; a horse in a field", r"horses?|ponies|pony", "sorrel"),
    "snow": _thing("snow; a snowy mountain", r"snow|snowy|ski(?:ing|er|s|ers)?|snowboard\w*"),
    "boat": _thing("boat; a boat on the water", r"boats?|kayaks?|canoes?|sailboats?|ships?",
                   "canoe; catamaran; fireboat; gondola; lifeboat; speedboat; trimaran; yawl; schooner"),
    "bicycle": _thing("bicycle; riding a bike", r"bicycles?|bicyclists?|bikes?|cyclists?|biker",
                      "mountain bike; bicycle-built-for-two"),
    "car": _thing("car; a car on a road", r"cars?", "sports car; convertible; race car; minivan; limousine; jeep; cab"),
    "motorcycle": _thing("motorcycle; a motocross race", r"motorcycles?|motorbikes?|motocross|dirt bike\w*", "moped"),
    "train": _thing("a train on the rails", r"trains?|railroad", "steam locomotive; electric locomotive; bullet train"),
    "ball": _thing("a football game; soccer players", r"football|soccer", "soccer ball; football helmet"),
    "basketball": _thing("basketball", r"basketball", "basketball"),
    "mountain": _thing("mountains; the top of a mountain", r"mountains?|mountaintop|cliffs?", "alp; cliff; volcano"),
    "tent": _thing("a tent; camping in tents", r"tents?|camping|campsite", "mountain tent"),
    "bus": _thing("a bus", r"bus(?:es)?", "school bus; minibus; trolleybus"),
    "flower": _thing("flowers", r"flowers?", "daisy; yellow lady's slipper"),
    "swimming": _thing("people in a swimming pool", r"pools?|swimming|swims?|swimmers?", "swimming trunks"),
    "bench": _thing("someone sitting on a bench", r"bench(?:es)?", "park bench"),
    "hat": _thing("a person wearing a hat", r"hats?|cap", "cowboy hat; sombrero; bonnet"),
    "skateboard": _thing("skateboarding", r"skateboard\w*|skater"),
    "fountain": _thing("a fountain", r"fountains?", "fountain"),
    "swing": _thing("a child on a swing", r"swings?|swinging", "swing"),
    "umbrella": _thing("an umbrella", r"umbrellas?", "umbrella"),
}  # fmt: skip

NONSENSE = (
    "zqv blarth", "fnord wibble", "hjkl uiop", "grubnik soltav", "prr tkk mzz", "ooglabork", "vexilomantic drudge",
    "1029384756", "0xdeadbeef", "ipsum dolor consectetur", "therefore although whereas", "aaaaaaa bbbbbbb",
    "deferred tax liability", "null pointer exception", "gerundive constructions", "plate tectonics lecture notes",
    "binomial coefficients", "copyright infringement clause", "epistemology", "inflation targeting",
    "regular expression syntax", "Kantian categorical imperative", "chromatic number of a graph", "escrow account",
    "thermodynamic entropy", "TCP handshake", "voter registration", "hyperparameter search", "syllogism",
    "amortised complexity", "trademark renewal form", "cryptographic hash", "supply chain logistics", "ontology",
    "mitochondrial respiration", "double-entry bookkeeping", "statute of limitations", "phoneme inventory",
    "git rebase conflict", "Bayesian prior", "pension contribution", "Hilbert space", "libel", "syntax error on line 3",
    "wholesale price index", "iambic pentameter", "firmware changelog", "arbitration agreement", "glottal stop",
    "invoice number 4471",
)  # fmt: skip
"""Queries to which none of the files is an answer."""


@dataclass
class Known:
    """One file of the library and what is known of it.

    Attributes:
        captions: of a photograph, all five; of a text, the two in it.
        label: class of a class photograph, kind of a sound.
        group: everyday word of the class, or none.
        photo: name of the photograph that a text is about, or of the photograph itself.
    """

    captions: tuple[str, ...] = ()
    label: str = ""
    group: str = ""
    photo: str = ""


@dataclass
class MixedLibrary:
    """The engine and, by path, what is known of each file."""

    engine: Engine
    known: dict[str, Known] = field(default_factory=dict)

    def judged(self, thing: str, path: str) -> bool | None:
        """Whether a file is an answer to a thing; None where nobody can say."""
        entry, sought = self.known[path], THINGS[thing]
        if entry.label:
            return entry.label in sought.heard or entry.label in sought.classes or entry.group == thing
        said = sum(bool(re.search(sought.said, caption.lower())) for caption in entry.captions)
        if len(entry.captions) == 2:
            return said > 0
        return None if said == 1 else said > 1


def build(
    data: Path, work: Path, *, heard: bool = False, pack: str | Path | None = None, fold: str = ""
) -> MixedLibrary:
    """Index the data, or take up the library that an earlier run left in the work folder.

    Args:
        data: laid out as models/packs/starter/MODEL_CARD.md says.
        work: for the library and its texts.
        heard: with the sounds that the starter pack was trained on.
        pack: id of the model or its folder, with a library of its own; None for the starter.
        fold: of ESC-10, to take instead of the dev clips; ask a model that never heard it.
    """
    work.mkdir(parents=True, exist_ok=True)
    name = "-".join([fold or ("all" if heard else "dev"), *([Path(pack).name] if pack else [])])
    engine = open_engine(work / f"{name}.orrery", pack=str(pack) if pack else None)
    made = MixedLibrary(engine, _photos(data, work) | _classes(data) | _sounds(data, heard=heard, fold=fold))
    ingest(engine, [path.encode() for path in made.known])
    return made


def _photos(data: Path, work: Path) -> dict[str, Known]:
    known: dict[str, Known] = {}
    texts = work / "texts"
    texts.mkdir(exist_ok=True)
    for line in (data / "flickr8k" / "manifest.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["split"] != "dev":
            continue
        photo, captions = data / "flickr8k" / row["image"], tuple(row["captions"])
        text = texts / f"{len(known) // 2:04}.txt"
        if not text.exists():
            text.write_text("\n".join(captions[:2]), "utf-8")
        known[str(photo)] = Known(captions, photo=photo.name)
        known[str(text)] = Known(captions[:2], photo=photo.name)
    return known


def _classes(data: Path) -> dict[str, Known]:
    order = {name: number for number, name in enumerate(NAMES.read_text("utf-8").splitlines())}
    known = {}
    for photo in sorted((data / "imagenet_sample").glob("*.jpg")):
        label = photo.stem.partition("_")[2].replace("_", " ")
        known[str(photo)] = Known(label=label, group=_group(order.get(label)))
    return known


def _group(number: int | None) -> str:
    if number is None:
        return ""
    return next((g for g, spans in GROUPS.items() if any(a <= number <= b for a, b in spans)), "")


def _sounds(data: Path, *, heard: bool, fold: str = "") -> dict[str, Known]:
    with (data / "audio.csv").open(newline="", encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    wanted = [row for row in rows if row["split"] == (fold or "dev") or (heard and row["dataset"] == "esc10")]
    return {str(data / row["path"]): Known(label=row["label"]) for row in wanted}


def clear_questions(known: Mapping[str, Known], count: int = 102) -> list[tuple[str, Sequence[str]]]:
    """Questions of three sorts with the files that surely answer: captions, names of classes, names of sounds."""
    photos = [(p, k) for p, k in known.items() if len(k.captions) == 5]
    texts = {k.photo: p for p, k in known.items() if len(k.captions) == 2}
    classes = [(p, k) for p, k in known.items() if k.label and "imagenet" in p]
    sounds: dict[str, list[str]] = {}
    for path, entry in known.items():
        if entry.label and "audio" in path:
            sounds.setdefault(entry.label, []).append(path)
    third = count // 3
    asked: list[tuple[str, Sequence[str]]] = [
        (k.captions[2], (p, texts[k.photo])) for p, k in photos[:: max(1, len(photos) // third)][:third]
    ]
    asked += [(k.label, (p,)) for p, k in classes[:: max(1, len(classes) // third)][:third]]
    by_size = sorted(sounds.items(), key=lambda pair: -len(pair[1]))
    return asked + [(label, paths) for label, paths in by_size[: count - len(asked)]]
