from orrery import errors
from orrery.errors import BadQuery, OrreryError
from orrery.viewmodels.messages import TEMPLATES, sentence


def _all_kinds(kind: type[OrreryError]) -> list[type[OrreryError]]:
    return [kind, *(below for child in kind.__subclasses__() for below in _all_kinds(child))]


def test_every_error_is_repeated_for_translation_word_for_word() -> None:
    ours = [kind for kind in _all_kinds(OrreryError) if kind.__module__ == errors.__name__]
    assert {kind.__name__: kind.template for kind in ours} == TEMPLATES


def test_a_known_error_is_told_with_its_fields(qapp: object) -> None:
    assert sentence(BadQuery(query="a +", reason="nothing follows")) == (
        "The query “a +” cannot be understood: nothing follows."
    )


def test_a_bug_is_not_told_in_its_own_words(qapp: object) -> None:
    assert "KeyError" not in sentence(KeyError("secret"))
