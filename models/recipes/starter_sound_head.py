"""Training of the head on what SoundNet hears: features of varied windows are to lie where the phrases for them lie.

SoundNet's layers stay as they are, so that their output is computed once and a head trained in less than a minute.
"""

from dataclasses import dataclass

import numpy as np
import starter_sound as sound
import starter_sound_training as training
import torch
from torch import Tensor
from torch.nn import functional

STEPS, BATCH, RATE, DECAY = 3000, 128, 2e-3, 0.05
MIXED = 0.4  # share of examples that are a mean of two, with labels in proportion
GRAIN = 0.15  # random noise on every evened feature


@dataclass(frozen=True)
class Heard:
    """(n, 768) features of windows, (n,) the kind of each and whether it is of a recording."""

    features: Tensor
    truth: Tensor
    real: Tensor


def heard(recorded: sound.Sounds, made: sound.Sounds, kinds: list[str]) -> Heard:
    """Windows of recordings as they are and varied, those of syntheses varied only: there are enough of them."""
    plain = np.concatenate(recorded.features)
    owners = np.repeat(np.arange(len(recorded.keys)), [len(f) for f in recorded.features])
    keys = [recorded.keys[i] for i in owners]
    for sounds in (recorded, made):
        keys += [key for key in sounds.keys for _ in range(sounds.varied.shape[1])]
    varied = [sounds.varied.reshape(-1, plain.shape[1]) for sounds in (recorded, made)]
    truth, real = torch.tensor([kinds.index(key) for key in keys]), torch.arange(len(keys))
    return Heard(torch.from_numpy(np.concatenate([plain, *varied])), truth, real < len(keys) - len(varied[1]))


def train(material: Heard, aims: training.Aims, seed: int) -> sound.Head:
    """Fit a head to point at its kinds' phrases; returns the moving average of its weights."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    sides = training.Sides.of(aims, training.Recipe(), material.truth, material.real)
    likely = training.chances(material.truth, material.real, sides.recorded, sides.recipe.real)
    head = sound.Head(aims.phrases.shape[2])
    head.middle.copy_(material.features.mean(0))
    head.gain.copy_(1 / (material.features.std(0) + 1e-3))
    evened = head.evened(material.features)
    kept = torch.optim.swa_utils.AveragedModel(head, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.995))
    best = torch.optim.AdamW(head.parameters(), RATE, weight_decay=DECAY)
    pace = torch.optim.lr_scheduler.OneCycleLR(best, RATE, total_steps=STEPS, pct_start=0.1)
    for _ in range(STEPS):
        rows = torch.multinomial(likely, BATCH, generator=generator)
        features, wanted, real = _mixed(evened, material, rows, len(aims.kinds), generator)
        vectors = functional.normalize(head.body(features), dim=-1)
        allowed = sides.allowed(wanted, real)
        loss = training.loss_of(vectors, wanted, allowed, training.blended(aims, generator), sides)
        best.zero_grad()
        loss.backward()
        best.step()
        pace.step()
        kept.update_parameters(head)
    return kept.module.eval()


def _mixed(
    evened: Tensor, material: Heard, rows: Tensor, kinds: int, generator: torch.Generator
) -> tuple[Tensor, Tensor, Tensor]:
    """(n, 768) features, some a mean of two, all a little noisy; (n, kinds) what is in them; (n,) any recording."""
    n, other = len(rows), rows[torch.randperm(len(rows), generator=generator)]
    two = torch.rand(n, generator=generator) < MIXED
    share = torch.where(two, training.larger_share(n, generator), 1.0)[:, None]
    features = evened[rows] * share + evened[other] * (1 - share)
    features = features + GRAIN * torch.randn(features.shape, generator=generator)
    one, second = (functional.one_hot(material.truth[r], kinds).float() for r in (rows, other))
    return features, one * share + second * (1 - share), material.real[rows] | (material.real[other] & two)
