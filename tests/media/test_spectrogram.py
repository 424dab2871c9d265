import numpy as np
import pytest

from orrery.domain.item import Stretch
from orrery.media.spectrogram import BANDS, MOST_COLUMNS, mel_filters, mel_picture

RATE = 16_000


def tone(hertz, seconds):
    return np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE).astype(np.float32)


def picture(samples, seconds=None):
    seconds = seconds or len(samples) / RATE
    return mel_picture(samples[None], [Stretch(0.0, seconds)], seconds, RATE)


def test_silence_is_black():
    assert not picture(np.zeros(RATE, np.float32)).any()


def test_a_higher_tone_stands_higher():
    low, high = (int(picture(tone(hertz, 1)).sum(axis=1).argmax()) for hertz in (200, 4000))
    assert high < BANDS / 2 < low


def test_a_tone_that_sets_in_late_is_seen_late():
    samples = np.concatenate([np.zeros(RATE, np.float32), tone(1000, 1)])
    by_column = picture(samples).max(axis=0)
    columns = len(by_column)
    assert by_column[: columns // 2 - columns // 10].max() < 60
    assert by_column[columns // 2 + columns // 10 :].min() > 200


@pytest.mark.parametrize("seconds", [0.001, 0.05, 1, 30])
def test_any_length_gives_a_picture_no_wider_than_the_limit(seconds):
    shades = picture(tone(440, seconds), seconds)
    assert shades.shape[0] == BANDS
    assert 1 <= shades.shape[1] <= MOST_COLUMNS
    assert shades.max() == 255


def test_pieces_of_a_long_sound_fill_the_gaps_between_them():
    pieces = np.stack([tone(200, 5), tone(4000, 5)])
    shades = mel_picture(pieces, [Stretch(0, 5), Stretch(95, 100)], 100.0, RATE)
    loudest = shades.argmax(axis=0)
    middle = len(loudest) // 2
    assert len(set(loudest[5 : middle - 5] > BANDS / 2)) == 1
    assert loudest[5] > loudest[-5]


def test_a_last_piece_that_was_filled_up_shows_only_what_belongs_to_the_sound():
    repeated = np.resize(tone(1000, 0.5), 5 * RATE)
    assert mel_picture(repeated[None], [Stretch(0, 0.5)], 0.5, RATE).shape == picture(tone(1000, 0.5)).shape


def test_every_band_hears_something():
    assert (mel_filters(RATE).sum(axis=1) > 0).all()
