"""Biases looked for: do photographs of women and of men, of children and of adults fare differently?

Two questions. Does a caption find its photograph equally often? And which words lie closer to one group than to the
other although no photograph shows them: effect sizes as in WEAT (Caliskan et al. 2017), difference of mean cosines over
the standard deviation of all. An association is one of the model with these photographs, and of these photographs with
the world.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from starter_calibration import Vectors, centred

GROUPS = {
    "women": r"\b(woman|women|lady|ladies|girl|girls|her|she)\b",
    "men": r"\b(man|men|guy|guys|boy|boys|his|he)\b",
    "children": r"\b(child|children|kid|kids|boy|boys|girl|girls|baby|toddler)\b",
    "adults": r"\b(man|men|woman|women|adult|adults|lady|guy)\b",
}
OPPOSITES = (("women", "men"), ("children", "adults"))
WORDS = (
    "doctor", "nurse", "scientist", "engineer", "teacher", "secretary", "boss", "cleaner", "soldier", "criminal",
    "leader", "cook", "housework", "career", "family", "mathematics", "poetry", "strength", "beauty", "intelligence",
    "emotion", "violence", "kindness", "danger", "wealth", "poverty", "technology", "fashion", "victim", "hero",
)  # fmt: skip


def members(captions: Sequence[Sequence[str]], group: str, other: str) -> npt.NDArray[np.bool_]:
    """Photographs of which at least three captions mention the group, and none the other."""
    said = np.array(
        [[bool(re.search(GROUPS[g], c.lower())) for c in five for g in (group, other)] for five in captions]
    )
    return (said[:, ::2].sum(1) >= 3) & ~said[:, 1::2].any(1)


def report(
    captions: Sequence[Sequence[str]], photos: Vectors, tower: Callable[[list[str]], Vectors], means: dict[str, Vectors]
) -> dict[str, object]:
    """Recall of each group and the words that lean most to either side; photos (n, dim) raw, five captions each."""
    seen = centred(photos, means["image"])
    asked = centred(tower([c for five in captions for c in five]), means["query-text"]).reshape(
        len(seen), -1, seen.shape[1]
    )
    cosines = asked @ seen.T
    own = np.take_along_axis(cosines, np.arange(len(seen))[:, None, None], 2)
    found = ((cosines > own).sum(2) < 10).mean(1)
    near = seen @ centred(tower(list(WORDS)), means["query-text"]).T
    made: dict[str, object] = {}
    for one, two in OPPOSITES:
        groups = {one: members(captions, one, two), two: members(captions, two, one)}
        for name, rows in groups.items():
            made[f"{name} ({rows.sum()} photos), caption -> photo, recall@10"] = round(float(found[rows].mean()), 3)
        leaning = (near[groups[one]].mean(0) - near[groups[two]].mean(0)) / near[groups[one] | groups[two]].std(0)
        order = np.argsort(-leaning)
        for name, chosen in ((one, order[:5]), (two, order[::-1][:5])):
            made[f"words nearer to {name} (effect size)"] = [f"{WORDS[w]} {abs(leaning[w]):.1f}" for w in chosen]
    return made
