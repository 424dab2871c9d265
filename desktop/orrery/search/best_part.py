"""The best of many parts wins by chance: a book of 300 passages against a photo of one part.

If z is standard normal for an unrelated part, the best of P independent parts has the distribution Phi(z)^P; parts of
one content are not independent, so the exponent is P^gamma with gamma below 1. The corrected z is the one with the
same probability for a single part: z* = Phi^-1(Phi(z)^(P^gamma)).
"""

import numpy as np
import numpy.typing as npt

START = 0.7
"""Gamma while a library says nothing about it."""

_SMALL = 1e-8
"""Below this t, (1 - exp(-t)) / t is 1 - t/2 to the last bit."""


def corrected(z: npt.ArrayLike, parts: npt.ArrayLike, gamma: float) -> npt.NDArray[np.float64]:
    """Correct the z-score of the best part for the number of parts.

    Works on log(-log Phi), so that it is exact from z = -30, where Phi is 1e-197, to z = 40, where 1 - Phi is 1e-350.

    Args:
        z: (m,) z-score of the best part.
        parts: (m,) how many parts each content has, at least 1.
        gamma: 0 for no correction, 1 for independent parts.

    Returns:
        (m,) never above z; z itself for one part.
    """
    own, counts = np.asarray(z, np.float64), np.asarray(parts)
    if gamma == 0 or counts.size == 0 or counts.max() <= 1:  # pictures: nothing to work out
        return own.copy()
    power = gamma * np.log(np.maximum(counts.astype(np.float64), 1.0))
    return np.where(power == 0, own, np.minimum(_quantile(_log_exponent(own) + power), own))


def fitted_exponent(best: npt.NDArray[np.floating], parts: npt.NDArray[np.integer]) -> float:
    """The gamma under which the best parts of unrelated contents are what they are, by maximum likelihood.

    If Phi(z)^(P^gamma) is the distribution of the best z of P parts, -log Phi(z) is exponential with mean P^-gamma: the
    likelihood has one maximum, where sum log P (1 - P^gamma (-log Phi(z))) is zero.

    Args:
        best: (m, q), z of each content's best part for each of some phrases.
        parts: (m,), how many each has, at least 2.

    Returns:
        In [0, 1].
    """
    from scipy.special import log_ndtr

    rates = np.asarray(-log_ndtr(np.asarray(best, np.float64))).mean(axis=1)
    logs = np.log(np.asarray(parts, np.float64))
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        if float(np.sum(logs * (1 - np.exp(middle * logs) * rates))) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _log_exponent(z: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The log of t with Phi(z) = exp(-t)."""
    from scipy.special import log_ndtr

    below = np.log(-log_ndtr(np.minimum(z, 5.0)))
    log_q = log_ndtr(-np.maximum(z, 5.0))  # Q = 1 - Phi
    q = np.exp(log_q)
    return np.where(z <= 5.0, below, log_q + q / 2)  # t = -log(1 - Q) = Q (1 + Q/2 + ...), Q < 3e-7


def _quantile(log_t: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The z with Phi(z) = exp(-t)."""
    from scipy.special import ndtri_exp

    t = np.exp(np.minimum(log_t, 700.0))
    log_q = np.where(t < _SMALL, log_t - t / 2, np.log(-np.expm1(-np.maximum(t, _SMALL))))
    return np.where(t > 1.0, ndtri_exp(-t), -ndtri_exp(np.minimum(log_q, -1e-300)))
