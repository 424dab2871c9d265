# ruff: noqa: T201 -- a benchmark prints
"""Pictures a second against OpenCLIP in PyTorch, on the same photographs in one run, and against the bare session.

    make bench-openclip                                             (sets .venv-openclip up the first time)
    python tests/benchmarks/bench_openclip.py [--architecture ViT-B-32] [--photos FOLDER] [--rounds 5] [--threads N]

A pack of the architecture is exported with random weights, in float32 and in 8 bits: good for speed, not for finding
anything. Everything runs in turn, round after round, so that a busy machine slows all alike. Of each task the fastest
round counts, on the wall and of the processor (all processes of it together); on a busy machine trust the latter.

    torch arrays  OpenCLIP in PyTorch: prepared pictures to vectors
    torch files   the same from files: reads, decodes, resizes and encodes, on as many threads; keeps nothing
    pillow        reads, decodes and resizes, as exactly as the model asks: what nobody who uses Pillow can leave out;
                  done on one thread, where it costs least, and shared out evenly among all
    bare          one session of ONNX Runtime on all threads: prepared pictures to vectors
    encoder       the same by the Encoder
    ingest        files into a new library, everything there is to it: opening model and decoders, walking, hashing,
                  decoding, previews, encoding, storing
    start         `ingest` of one photograph: what it costs to begin
    begun         `ingest` less `start`: what it comes to in a large folder

“torch files” and `ingest` are compared with each other, and `ingest` with “bare”, though that reads no files: its share
cannot be above “bare” and “pillow” together, which is printed below as the best there is.

Aims: 1.5 times as fast as PyTorch in float32, 2.5 times in 8 bits; `ingest` at 0.9 of the bare session.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "desktop"))

import numpy as np
import onnxruntime
from PIL import Image

from orrery.app import open_engine
from orrery.domain.inputs import ImageInput
from orrery.encoding.encoder import Encoder
from orrery.encoding.onnx import default_threads
from orrery.encoding.pack import load_pack
from orrery.encoding.preparing import normalised
from orrery.media.image import decode_image, resized_size
from orrery.workflows.ingest import ingest
from orrery.workflows.job import JobContext
from orrery.workflows.pacing import find_pace

SEED = 1
BATCH = 16
"""For PyTorch and the bare session; 8 and 32 are within 5 % of it."""

PYTHON = ROOT / ".venv-openclip/bin/python"
Times = tuple[float, float]
Task = Callable[[], Times]


def main() -> None:
    asked = _options()
    with tempfile.TemporaryDirectory(prefix="orrery-bench-") as made:
        work = Path(made)
        os.environ["ORRERY_HOME"] = str(work / "home")
        photos = asked.photos or cut_outs(work / "photos", asked.count)
        chosen = chosen_photos(photos, work / "chosen", asked.count)
        packs = {"float32": exported(asked, work, quantise=False), "8 bits": exported(asked, work, quantise=True)}
        with open_clip_side(asked, chosen) as torch_side:
            tasks: dict[str, Task] = {
                "torch arrays": lambda: torch_side("arrays"),
                "torch files": lambda: torch_side("files"),
                "pillow": lambda: prepared_only(packs["float32"], chosen, asked.threads),
            }
            for name, folder in packs.items():
                tasks |= own_tasks(name, folder, chosen, work, asked.threads)
            best = in_turn(tasks, asked.rounds)
        told(best, len(list(chosen.iterdir())), asked)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--architecture", default="ViT-B-32", help="of OpenCLIP's list (default: %(default)s)")
    parser.add_argument(
        "--photos", type=Path, help="folder of photographs (default: cut-outs of the demo's, 640 × 480)"
    )
    parser.add_argument("--count", type=int, default=256, help="photographs (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    parser.add_argument("--threads", type=int, default=default_threads(), help="default: one per core")
    parser.add_argument("--python", type=Path, default=PYTHON, help="one with the extra “openclip”")
    asked = parser.parse_args()
    if not asked.python.is_file():
        parser.error(f"{asked.python} is not there: packaging/openclip.sh makes it")
    return asked


def cut_outs(folder: Path, count: int) -> Path:
    """Photographs that differ, of the few of the demo."""
    folder.mkdir(parents=True)
    chance, files = np.random.default_rng(5), sorted((ROOT / "resources/demo/photos").glob("*.jpg"))
    for row in range(count):
        with Image.open(files[row % len(files)]) as image:
            edge = chance.uniform(0.5, 1) * min(image.width / 640, image.height / 480)
            width, height = round(640 * edge), round(480 * edge)
            left, top = chance.integers(0, image.width - width + 1), chance.integers(0, image.height - height + 1)
            cut = image.convert("RGB").crop((left, top, left + width, top + height)).resize((640, 480))
        cut.save(folder / f"{row:04}.jpg", quality=90)
    return folder


def chosen_photos(folder: Path, place: Path, count: int) -> Path:
    place.mkdir()
    found = sorted(file for file in folder.rglob("*") if file.suffix.lower() in (".jpg", ".jpeg", ".png"))[:count]
    for row, file in enumerate(found):
        shutil.copyfile(file, place / f"{row:05}{file.suffix}")
    return place


def exported(asked: argparse.Namespace, work: Path, *, quantise: bool) -> Path:
    """A pack of random weights, made by the recipe."""
    out = work / ("pack-8" if quantise else "pack-32")
    command = [asked.python, ROOT / "models/recipes/openclip/export.py", f"openclip:{asked.architecture}", "--out", out]
    command += ["--random-weights", str(SEED), *(["--quantise"] if quantise else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or "figures" not in said[-1]:
        sys.exit(f"The export failed: {said[-1] if said else done.stderr[-500:]}")
    print(f"exported {'in 8 bits' if quantise else 'in float32'}: {said[-1]['figures']}", flush=True)
    return out


@contextmanager
def open_clip_side(asked: argparse.Namespace, photos: Path):
    """PyTorch in its own process and environment."""
    words = [asked.architecture, SEED, asked.threads, BATCH, photos]
    command = [asked.python, Path(__file__).with_name("openclip_side.py"), *map(str, words)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        print(f"PyTorch {json.loads(process.stdout.readline())['torch']}", flush=True)

        def ask(task: str) -> Times:
            process.stdin.write(f"{task}\n")
            process.stdin.flush()
            wall, processor = json.loads(process.stdout.readline())
            return wall, processor

        yield ask
        process.stdin.close()


def own_tasks(name: str, folder: Path, photos: Path, work: Path, threads: int) -> dict[str, Task]:
    """The bare session, the Encoder and `ingest` on one pack."""
    pack = load_pack(folder)
    assert pack.image is not None
    tower = pack.image
    pixels = np.stack([_pixels(file, pack.inputs.image) for file in sorted(photos.iterdir())])
    ready = normalised(pixels, tower.mean, tower.std)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(pack.path(tower.chain.files[0]), options, providers=["CPUExecutionProvider"])
    encoder = Encoder(pack, threads)
    find_pace(encoder, JobContext())
    print(f"{name}: {dict(encoder.batches)[next(iter(encoder.batches))]} pictures at once", flush=True)
    count = iter(range(10_000))

    def bare() -> None:
        for start in range(0, len(ready), BATCH):
            session.run(None, {"pixels": ready[start : start + BATCH]})

    def taken_in(place: Path, files: int) -> None:
        library = work / f"{name}-{next(count)}.orrery"
        report = ingest(open_engine(library, pack=str(folder)), [place])
        assert report.added == files, report

    tasks: dict[str, Callable[[], object]] = {
        "bare": bare,
        "encoder": lambda: encoder.encode_images(pixels),
        "ingest": lambda: taken_in(photos, len(ready)),
        "start": lambda: taken_in(next(iter(sorted(photos.iterdir()))), 1),
    }
    return {f"{name} {task}": (lambda work=work: timed(work)) for task, work in tasks.items()}


def prepared_only(pack: Path, photos: Path, threads: int) -> Times:
    """Photographs to pixels of the model's size by Pillow alone."""
    wanted = load_pack(pack, verify=False).inputs.image
    assert wanted is not None
    side, filters = wanted.size, {"bicubic": Image.Resampling.BICUBIC, "bilinear": Image.Resampling.BILINEAR}
    began = time.thread_time()
    for file in sorted(photos.iterdir()):
        with Image.open(file) as image:
            small = image.convert("RGB").resize(resized_size(image.size, wanted), filters[wanted.interpolation])
            left, top = (small.width - side) // 2, (small.height - side) // 2
            np.asarray(small.crop((left, top, left + side, top + side)))
    took = time.thread_time() - began
    return took / threads, took


def _pixels(file: Path, wanted: ImageInput | None) -> np.ndarray:
    with file.open("rb") as stream:
        pixels = decode_image(stream, wanted, 10**9).pixels
    assert pixels is not None
    return pixels


def timed(work: Callable[[], object]) -> Times:
    """Seconds on the wall, and of the processor with those of processes that ended meanwhile."""
    wall, processor = time.perf_counter(), _processor()
    work()
    return time.perf_counter() - wall, _processor() - processor


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(it.ru_utime + it.ru_stime for it in used)


def in_turn(tasks: dict[str, Task], rounds: int) -> dict[str, Times]:
    best = dict.fromkeys(tasks, (float("inf"), float("inf")))
    for _ in range(rounds):
        for name, task in tasks.items():
            wall, processor = task()
            best[name] = min(best[name][0], wall), min(best[name][1], processor)
    return best


def told(best: dict[str, Times], count: int, asked: argparse.Namespace) -> None:
    best = {name: times for entry in best.items() for name, times in _with_begun(*entry, best, count)}
    print(
        f"\n{asked.architecture}, random weights, {count} photographs, {asked.threads} threads, best of {asked.rounds}"
    )
    print(f"{'':18}{'':>12}{'ms a picture':>16}{'':6}{'× PyTorch':>18}{'':4}{'of bare':>18}")
    print(f"{'':18}{'pictures/s':>12}" + f"{'wall':>11}{'processor':>11}" * 3)
    for name, times in best.items():
        if name.endswith(" start"):
            print(f"{name:18}{'':12}{1000 * times[0]:11.0f}{1000 * times[1]:11.0f}  once")
            continue
        line = f"{name:18}{count / times[0]:12.1f}" + "".join(f"{1000 * each / count:11.2f}" for each in times)
        if name != "pillow":
            beside = best["torch files" if name.endswith(("files", "ingest", "begun")) else "torch arrays"]
            line += _shares(beside, times)
        if not name.startswith(("torch", "pillow")):
            line += _shares(best[f"{name.rpartition(' ')[0]} bare"], times)
        print(line)
    for name in ("float32", "8 bits"):
        bare, least = best[f"{name} bare"], best["pillow"]
        both = bare[0] + least[0], bare[1] + least[1]
        print(f"{name}: bare and pillow together, the best there is: {_shares(bare, both).strip()} of bare")


def _with_begun(name: str, times: Times, best: dict[str, Times], count: int) -> list[tuple[str, Times]]:
    """A line of the table, and behind “start” the one of what is left without it."""
    if not name.endswith(" start"):
        return [(name, times)]
    pack, more = name.removesuffix(" start"), count / (count - 1)
    whole = best[f"{pack} ingest"]
    return [(name, times), (f"{pack} begun", ((whole[0] - times[0]) * more, (whole[1] - times[1]) * more))]


def _shares(of: Times, times: Times) -> str:
    return "".join(f"{whole / part:11.2f}" for whole, part in zip(of, times, strict=True))


if __name__ == "__main__":
    main()
