// A metronome: prints a tick for every beat, and a louder one for the first beat of each bar.

const MINUTE_MS = 60_000;

/** Call onBeat with the number of the beat in its bar, at a steady tempo, until stop() is called. */
function startMetronome(beatsPerMinute, beatsPerBar, onBeat) {
  let beat = 0;
  const timer = setInterval(() => {
    onBeat(beat % beatsPerBar);
    beat += 1;
  }, MINUTE_MS / beatsPerMinute);
  return { stop: () => clearInterval(timer) };
}

const metronome = startMetronome(96, 4, (beat) => console.log(beat === 0 ? "TOCK" : "tick"));
setTimeout(metronome.stop, 30_000);
