"""How a class is put into words, in one place; the figures depend on it."""

from orrery.domain.modality import Kind

ASKED = {Kind.IMAGE: ("{name}", "a photo of {a} {name}"), Kind.SOUND: ("{name}", "the sound of {a} {name}")}
"""A class as an answer to choose from is the mean of these."""

TYPED = "{name}"
"""A class as somebody would search for it."""

WRITTEN = {
    Kind.SOUND: ("{name}", "the sound of {a} {name}", "a recording of {a} {name}", "you can hear {a} {name}"),
}
"""A class as texts would mention it, for the way from a sound to texts. Pictures are asked with captions instead."""


def phrases(templates: tuple[str, ...], name: str) -> list[str]:
    """A class name in each template, with "a" or "an" where one fits."""
    return [" ".join(template.format(name=name, a=_article(name)).split()) for template in templates]


def _article(name: str) -> str:
    """None before what looks like a plural, "an" before a vowel."""
    if name.endswith("s") and not name.endswith(("ss", "us", "is")):
        return ""
    return "an" if name[:1].lower() in "aeiou" else "a"
