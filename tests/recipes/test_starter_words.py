"""The hand-written vocabulary of the starter pack: its lists are clean."""

import re
import runpy
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

RECIPE = Path(__file__).resolve().parents[2] / "models" / "recipes" / "starter_words.py"
MADE = runpy.run_path(str(RECIPE))
FILES = sorted(MADE["FOLDER"].glob("*.txt"))
CONCEPTS = MADE["vocabulary"]()

DIFFERENT_THINGS = {"blue", "glass", "wood"}
"""Words whose plural means something else: blues, glasses, woods."""
IRREGULAR = {"men": "man", "women": "woman", "children": "child", "people": "person", "teeth": "tooth", "feet": "foot"}
AMERICAN = re.compile(
    r"\b(color|gray|center|theater|jewelry|airplane|truck driver|pajamas|mustache|neighbor\w*|favorite|traveler|cozy"
    r"|tire|plow|donut|aluminum|\w+iz(e|ed|ing|ation))\b"
)


def singular(word: str) -> str:
    """Roughly: what is left without a plural's ending."""
    first, _, last = word.lower().rpartition(" ")
    last = IRREGULAR.get(last, last)
    for ending, instead in (("ss", "ss"), ("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", "")):
        if last.endswith(ending):
            last = last.removesuffix(ending) + instead
            break
    return f"{first} {last}".strip()


def test_the_vocabulary_is_broad_and_still_small() -> None:
    assert 4_500 <= len(CONCEPTS) <= 6_000


def test_every_list_belongs_to_the_vocabulary_once() -> None:
    named = [*MADE["SEEN"], *MADE["HEARD"], *MADE["WRITTEN"]]
    assert sorted(named) == [file.stem for file in FILES]
    assert set(MADE["NOUNS"]) <= set(MADE["SEEN"])


def test_what_is_seen_heard_and_written_about_all_have_their_share() -> None:
    shares = {side: len(MADE["words_of"](MADE[side])) / len(CONCEPTS) for side in ("SEEN", "HEARD", "WRITTEN")}
    assert 0.40 <= shares["SEEN"] <= 0.52
    assert 0.15 <= shares["HEARD"] <= 0.25
    assert 0.30 <= shares["WRITTEN"] <= 0.40


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_list_is_plain_lines_under_headings(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert text.endswith("\n")
    assert "\r" not in text
    for line in text.splitlines():
        assert line == " ".join(line.split()), f"stray spaces in {line!r}"
        assert all(sign in " '-#," or sign.isdigit() or "LATIN" in unicodedata.name(sign) for sign in line), line


def test_no_concept_stands_twice() -> None:
    seen: dict[str, list[str]] = defaultdict(list)
    for concept in CONCEPTS:
        seen[re.sub(r"[ '-]", "", concept.lower())].append(concept)
    assert [same for same in seen.values() if len(same) > 1] == []


def test_no_concept_stands_in_singular_and_plural() -> None:
    seen: dict[str, list[str]] = defaultdict(list)
    for concept in CONCEPTS:
        seen[singular(concept)].append(concept)
    assert [same for word, same in seen.items() if len(same) > 1 and word not in DIFFERENT_THINGS] == []


def test_concepts_are_short_enough_for_a_label() -> None:
    assert [concept for concept in CONCEPTS if len(concept) > 32 or len(concept.split()) > 6] == []
    assert [concept for concept in CONCEPTS if "," in concept] == []  # names of clusters are joined by commas


def test_concepts_are_spelt_in_british_english() -> None:
    assert [concept for concept in CONCEPTS if AMERICAN.search(concept)] == []


def test_words_that_hurt_where_they_are_wrong_are_left_out() -> None:
    hurtful = {"ape", "gorilla", "chimpanzee", "orangutan", "baboon", "thief", "criminal", "terrorist", "beggar", "fat"}
    assert hurtful.isdisjoint(concept.lower() for concept in CONCEPTS)
