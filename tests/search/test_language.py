"""The hint about other languages."""

import pytest

from orrery.search.language import looks_foreign


@pytest.mark.parametrize(
    "text",
    [
        "ein Hund am Strand mit Kindern",
        "zwei Männer und ein Boot",
        "un chien sur la plage",
        "des enfants dans la rue",
        "un perro en la playa con niños",
        "una donna nella cucina",
        "een hond op het strand",
        "en hund på stranden",
        "pies na plaży bez ludzi",
        "собака на пляже",
        "海辺の犬",
        "كلب على الشاطئ",
        "σκύλος στην παραλία",
    ],
)
def test_other_languages_are_noticed(text: str) -> None:
    assert looks_foreign(text, ["en"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dog",
        "surfing",
        "café",
        "sushi",
        "5 × 7 = 35",
        "Los Angeles at night",
        "San Francisco bridge",
        "the war in the den",
        "men die",
        "creme brulee",
        "el niño weather",
        "jalapeño peppers",
        "Mont Saint Michel",
        "Rio de Janeiro",
        "rue de Rivoli Paris",
        "Ludwig van Beethoven",
        "man with a hat",
        "α and β",
        "two people over a bridge",
        "a rose garden on the river Po",
        "kids running",
        "arm and leg",
    ],
)
def test_english_is_left_alone(text: str) -> None:
    assert not looks_foreign(text, ["en"])


def test_a_language_the_model_reads_is_no_news() -> None:
    assert not looks_foreign("ein Hund am Strand mit Kindern", ["en", "de"])
    assert not looks_foreign("собака на пляже", ["en", "ru"])
