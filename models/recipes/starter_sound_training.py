"""Training of the sound tower: varied log-mel windows are to lie where the phrases for their kinds of sound lie.

The variations work on mel powers, a whole batch at a time, so that a step costs little more than the network itself.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import starter_sound as sound
import torch
from torch import Tensor, nn
from torch.nn import functional

BATCH = 64


@dataclass(frozen=True)
class Aims:
    """Where kinds of sound are to lie.

    Attributes:
        kinds: names of the kinds, sorted.
        phrases: (kinds, most, dim) centred unit vectors of each kind's phrases, zero rows after its last.
        names: (kinds, dim) centred unit vectors of what each kind is called.
        rivals: (kinds, kinds) which kinds each is to be told from in its own data set; all, for what has none.
    """

    kinds: list[str]
    phrases: npt.NDArray[np.float32]
    names: npt.NDArray[np.float32]
    rivals: npt.NDArray[np.bool_]

    def means(self) -> npt.NDArray[np.float32]:
        """(kinds, dim): the unit mean of each kind's phrases."""
        total = self.phrases.sum(1)
        return total / np.linalg.norm(total, axis=1, keepdims=True)


@dataclass(frozen=True)
class Recipe:
    """How a tower is trained; the defaults are what measured best on ESC-10's fold 4 and the dev clips.

    Attributes:
        steps: batches of 64.
        short: share of the steps that hear half windows.
        rate: highest learning rate.
        decay: of weights.
        real: share of recordings.
        mixed: share of sounds mixed with another that the aim mentions.
        behind: share of recordings, and half the share of syntheses, with another sound behind them.
        sharpness: temperature of the cosines.
        pitch: spread of the shift in octaves.
        apart: weight of telling a kind from the others of its data set.
        angle: weight of the angle to the aim.
    """

    steps: int = 1600
    short: float = 0.75
    rate: float = 3e-3
    decay: float = 0.05
    real: float = 0.7
    mixed: float = 0.3
    behind: float = 0.15
    sharpness: float = 0.05
    pitch: float = 0.08
    apart: float = 1.0
    angle: float = 1.0


@dataclass(frozen=True)
class Pool:
    """Every frame of every clip in one array, (frames, bands) of power, and where clips lie in it."""

    frames: Tensor
    starts: Tensor
    lengths: Tensor
    truth: Tensor
    real: Tensor


def pooled(powers: Sequence[npt.NDArray[np.float32]], keys: Sequence[str], kinds: Sequence[str], recorded: int) -> Pool:
    """Lay the clips end to end; the first so many are recordings."""
    lengths = torch.tensor([len(p) for p in powers])
    truth = torch.tensor([kinds.index(k) for k in keys])
    frames = torch.from_numpy(np.concatenate(powers))
    return Pool(frames, lengths.cumsum(0) - lengths, lengths, truth, torch.arange(len(keys)) < recorded)


def larger_share(n: int, generator: torch.Generator) -> Tensor:
    """(n,) the larger part of Beta(0.5, 0.5), which is a sine of an even draw (the arcsine law)."""
    even = torch.sin(torch.pi / 2 * torch.rand(n, generator=generator)) ** 2
    return torch.maximum(even, 1 - even)


class Varied:
    """Draws windows from a pool and varies them; everything random comes from one seeded generator."""

    def __init__(self, pool: Pool, recipe: Recipe, generator: torch.Generator) -> None:
        self.pool, self.recipe, self.generator = pool, recipe, generator
        edges = sound.mel_edges()
        self.centres = torch.from_numpy(edges[1:-1]).float()

    def _uniform(self, low: float, high: float, *shape: int) -> Tensor:
        return low + (high - low) * torch.rand(shape, generator=self.generator)

    def _normal(self, *shape: int) -> Tensor:
        return torch.randn(shape, generator=self.generator)

    def _some(self, share: float, *shape: int) -> Tensor:
        return torch.rand(shape, generator=self.generator) < share

    def _often(self, recorded: float, made: float, clean: Tensor) -> Tensor:
        """(n, 1, 1) true by one chance for recordings and by another for syntheses."""
        return torch.rand(clean.shape, generator=self.generator) < torch.where(clean, made, recorded)

    def windows(self, rows: Tensor, frames: int) -> Tensor:
        """(n,) rows of the pool to varied mel powers (n, frames, bands).

        Syntheses are varied more than recordings, for theirs is too clean a world: with the same for both a tower
        learns what is synthetic, and knows a kind by its synthesis alone less well.
        """
        clean = (~self.pool.real[rows])[:, None, None]
        batch = self._warped(self._cut(rows, frames), clean)
        batch = self._smeared(batch, clean)
        return self._masked(self._noised(batch, clean))

    def _cut(self, rows: Tensor, frames: int) -> Tensor:
        """A window from a random place, wrapped round, played 0.8 to 1.25 times as fast."""
        n, lengths = len(rows), self.pool.lengths[rows][:, None]
        pace = 2 ** (0.12 * self._normal(n, 1)).clamp(-0.4, 0.4)
        pace = torch.where(self._some(0.5, n, 1), pace, 1.0)
        first = (self._uniform(0, 1, n, 1) * lengths).floor()
        places = (first + torch.arange(frames)[None] * pace).long() % lengths
        return self.pool.frames[self.pool.starts[rows][:, None] + places]

    def _warped(self, batch: Tensor, clean: Tensor) -> Tensor:
        """Shift pitch and equalise: one matrix (bands, bands) a window."""
        n = len(batch)
        ratio = 2 ** (self.recipe.pitch * self._normal(n, 1)).clamp(-0.6, 0.6)
        source = self.centres[None] * torch.where(self._some(0.5, n, 1), ratio, 1.0)
        place = sound.band_of(source).clamp(0, sound.BANDS - 1.001)
        below, share = place.floor(), place - place.floor()
        bands = torch.arange(sound.BANDS)[None, :, None]
        matrix = (bands == below[:, None]) * (1 - share[:, None]) + (bands == below[:, None] + 1) * share[:, None]
        points = torch.where(clean, 0.4, 0.25) * self._normal(n, 1, 5)
        curve = functional.interpolate(points, sound.BANDS, mode="linear", align_corners=True)
        # a tilt or a steep cut every now and then: small loudspeakers, telephones, old recordings
        tilt = self._uniform(-1.2, 1.2, n, 1, 1) * self._often(0.15, 0.4, clean)
        curve = curve + tilt * torch.linspace(-1, 1, sound.BANDS)
        above = (torch.arange(sound.BANDS) - self._uniform(20, 60, n, 1, 1)).clamp(min=0)
        curve = curve - above * self._uniform(0.1, 0.5, n, 1, 1) * self._often(0.1, 0.4, clean)
        return torch.bmm(batch, matrix * 10**curve)

    def _smeared(self, batch: Tensor, clean: Tensor) -> Tensor:
        """A room's echo: power that dies away exponentially (Polack 1988), for some of the batch."""
        some = self._often(0.12, 0.35, clean).nonzero()[:, 0]
        if not len(some):
            return batch
        fall = 10 ** self._uniform(0.3, 1.5, len(some), 1, 1)
        gap = torch.arange(batch.shape[1])[:, None] - torch.arange(batch.shape[1])[None]
        echo = torch.exp(-gap[None].clamp(min=0) / fall) * (gap > 0)
        echo = echo / echo.sum(-1, keepdim=True).amax(1, keepdim=True) * 10 ** self._uniform(-1.3, 0.3, len(some), 1, 1)
        batch = batch.clone()
        batch[some] = batch[some] + torch.bmm(echo, batch[some])
        return batch

    def _noised(self, batch: Tensor, clean: Tensor) -> Tensor:
        """Steady noise of a random colour: 20 to 60 dB below a recording, 8 to 50 dB below a synthesis."""
        n = len(batch)
        loudness = batch.mean((1, 2), keepdim=True)
        colour = 10 ** (self._uniform(-1.5, 1.0, n, 1, 1) * torch.linspace(-1, 1, sound.BANDS))
        grain = -torch.log(torch.rand(batch.shape, generator=self.generator) + 1e-6)
        level = self._uniform(0, 1, n, 1, 1) * torch.where(clean, 4.2, 4.0) - torch.where(clean, 5.0, 6.0)
        return batch + 10**level * loudness * colour / colour.mean(2, keepdim=True) * grain

    def _masked(self, batch: Tensor) -> Tensor:
        """Blank out stretches and bands (Park et al. 2019)."""
        n, frames = batch.shape[:2]
        for axis, size, most in ((1, frames, frames / 5), (2, sound.BANDS, 10)):
            width = self._uniform(0, most, n, 1) * self._some(0.4, n, 1)
            first = self._uniform(0, 1, n, 1) * (size - width)
            places = torch.arange(size)[None]
            gone = (places >= first) & (places < first + width)
            batch = torch.where(gone[:, :, None] if axis == 1 else gone[:, None], batch * 1e-4, batch)
        return batch

    def mixed(self, batch: Tensor, wanted: Tensor, rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Add a second sound to part of the batch; also tells (n,) what has a recording in it.

        It is as loud, with labels in proportion (Zhang et al. 2018), or a background 8 to 25 dB below that the label
        does not mention.
        """
        n, share = len(batch), torch.ones(len(batch))
        kind = torch.rand(n, generator=self.generator)
        two = larger_share(n, self.generator)
        share = torch.where(kind < self.recipe.mixed, two, share)
        behind = (kind >= self.recipe.mixed) & (
            kind < self.recipe.mixed + torch.where(self.pool.real[rows], self.recipe.behind, 2 * self.recipe.behind)
        )
        level = torch.where(behind, 10 ** self._uniform(-2.5, -0.8, n), 1 - share)
        other = torch.randperm(n, generator=self.generator)
        unit = batch / batch.mean((1, 2), keepdim=True).clamp(min=1e-10)
        both = unit * share[:, None, None] + unit[other] * level[:, None, None]
        # Silence must stay silent: what is not mixed keeps its own level.
        batch = torch.where((level > 0)[:, None, None], both, batch)
        heard = self.pool.real[rows] | (self.pool.real[rows[other]] & (share < 1))
        return batch, wanted * share[:, None] + wanted[other] * (1 - share)[:, None], heard


def chances(truth: Tensor, real: Tensor, recorded: Tensor, share: float) -> Tensor:
    """How likely each clip is drawn: rare kinds more often than their number says, recordings a fixed share.

    Syntheses of kinds of which there are recordings are drawn a quarter as often as the others: they blur what
    recordings tell apart (with as many, ESC-10's fold 4 stood at 88 to 91 % and instruments at 77 to 80 % instead of
    95 and 83).
    """
    chance = torch.zeros(len(real))
    for side, part in ((real, share), (~real, 1 - share)):
        if side.any():
            kinds = truth[side]
            weight = torch.bincount(kinds)[kinds].float() ** -0.4
            weight = weight * torch.where(recorded[kinds] & ~real[side], 0.25, 1.0)
            chance[side] = part * weight / weight.sum()
    return chance


def blended(aims: Aims, generator: torch.Generator) -> Tensor:
    """(kinds, dim) this step's vectors: a random blend of each kind's phrases."""
    phrases = torch.from_numpy(aims.phrases)
    there = phrases.abs().sum(-1) > 0
    weight = -torch.log(torch.rand(there.shape, generator=generator) + 1e-6) * there
    return functional.normalize((phrases * weight[:, :, None]).sum(1), dim=-1)


def _named(logits: Tensor, wanted: Tensor, allowed: Tensor) -> Tensor:
    """Cross-entropy over the allowed kinds."""
    return -(functional.log_softmax(logits.masked_fill(~allowed, -1e4), -1) * wanted).sum(-1).mean()


@dataclass(frozen=True)
class Sides:
    """What a step compares with.

    Attributes:
        recipe: how much each comparison weighs.
        means: (kinds, dim) of each kind's phrases.
        names: (kinds, dim) what each is called.
        rivals: (kinds, kinds) 1 for which each is to be told from.
        recorded: (kinds,) whether there are recordings of it.
    """

    recipe: Recipe
    means: Tensor
    names: Tensor
    rivals: Tensor
    recorded: Tensor

    @classmethod
    def of(cls, aims: Aims, recipe: Recipe, truth: Tensor, real: Tensor) -> "Sides":
        """From where kinds are to lie, and the kind of each clip with whether it is a recording."""
        means, names, rivals = map(torch.from_numpy, (aims.means(), aims.names, aims.rivals.astype(np.float32)))
        recorded = torch.bincount(truth[real], minlength=len(aims.kinds)) > 0
        return cls(recipe, means, names, rivals, recorded)

    def allowed(self, wanted: Tensor, heard: Tensor) -> Tensor:
        """(n, kinds) what each sound is told from, heard: (n,) whether a recording is in it.

        A recording is told only from kinds of which there are recordings: told from all, a tower learns that no
        recording ever is what it knows by synthesis alone.
        """
        return self.recorded | (wanted > 0) | ~heard[:, None]


def loss_of(vectors: Tensor, wanted: Tensor, allowed: Tensor, aim: Tensor, sides: Sides) -> Tensor:
    """Cross-entropy over allowed kinds by a blend of phrases and over rivals by names, and the angle to the mean."""
    recipe = sides.recipe
    named = _named(vectors @ aim.T / recipe.sharpness, wanted, allowed)
    near = (wanted > 0).float() @ sides.rivals > 0
    apart = _named(vectors @ sides.names.T / recipe.sharpness, wanted, allowed & near | (wanted > 0))
    middle = functional.normalize(wanted @ sides.means, dim=-1)
    return 0.5 * named + recipe.apart * apart + recipe.angle * (1 - (vectors * middle).sum(-1)).mean()


def train(pool: Pool, aims: Aims, recipe: Recipe, seed: int) -> sound.Network:
    """Fit a network to point at its kinds' phrases; returns the moving average of its weights.

    Args:
        pool: mel powers of recordings and syntheses with their kinds.
        aims: where each kind is to lie.
        recipe: how long and how.
        seed: of everything random.
    """
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    sides = Sides.of(aims, recipe, pool.truth, pool.real)
    varied, likely = Varied(pool, recipe, generator), chances(pool.truth, pool.real, sides.recorded, recipe.real)
    net = sound.Network(aims.phrases.shape[2]).to(memory_format=torch.channels_last)
    kept = torch.optim.swa_utils.AveragedModel(
        net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.99), use_buffers=True
    )
    plain = nn.Linear(net.pooled_width, len(aims.kinds))  # a classifier beside the head: features form sooner
    best = torch.optim.AdamW([*net.parameters(), *plain.parameters()], lr=recipe.rate, weight_decay=recipe.decay)
    pace = torch.optim.lr_scheduler.OneCycleLR(best, recipe.rate, total_steps=recipe.steps, pct_start=0.1)
    began, half = time.monotonic(), bool(torch.cpu.get_capabilities().get("avx512_bf16"))
    for step in range(recipe.steps):
        # Half windows cost half as much; the last quarter of the steps hears whole ones.
        frames = sound.FRAMES // 2 if step < recipe.short * recipe.steps else sound.FRAMES
        rows = torch.multinomial(likely, BATCH, generator=generator)
        wanted = functional.one_hot(pool.truth[rows], len(aims.kinds)).float()
        batch, wanted, heard = varied.mixed(varied.windows(rows, frames), wanted, rows)
        allowed = sides.allowed(wanted, heard)
        # Half the numbers' bits make a step 1.8 times as fast where the processor can; it measured no worse.
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            features = net.pooled(sound.to_levels(batch))
            vectors, guessed = net.head(features), plain(features)
        vectors = functional.normalize(vectors.float(), dim=-1)
        loss = loss_of(vectors, wanted, allowed, blended(aims, generator), sides)
        loss = loss + 0.5 * _named(guessed.float(), wanted, allowed)
        best.zero_grad()
        loss.backward()
        best.step()
        pace.step()
        kept.update_parameters(net)
        if step % 200 == 0:
            spent = time.monotonic() - began
            print(f"  sound: step {step} of {recipe.steps}, loss {loss.item():.2f}, {spent:.0f} s", flush=True)
    return kept.module.eval()
