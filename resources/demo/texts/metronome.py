"""A metronome: prints a tick for every beat and a louder one for the first beat of a bar."""

import itertools
import time


def beats(per_minute: float, per_bar: int):
    """Yield (number of the beat in its bar, seconds to wait before it)."""
    pause_s = 60.0 / per_minute
    for number in itertools.count():
        yield number % per_bar, pause_s


def play(per_minute: float = 96, per_bar: int = 4, bars: int = 8) -> None:
    """Tick for some bars."""
    for beat, pause_s in itertools.islice(beats(per_minute, per_bar), bars * per_bar):
        print("TOCK" if beat == 0 else "tick", flush=True)
        time.sleep(pause_s)


if __name__ == "__main__":
    play()
