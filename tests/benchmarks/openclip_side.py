# ruff: noqa: T201 -- it answers on its standard output
"""OpenCLIP in PyTorch, asked by bench_openclip.py: it runs in the environment that has torch, one task a line.

    .venv-openclip/bin/python tests/benchmarks/openclip_side.py ARCHITECTURE SEED THREADS BATCH FOLDER

On “arrays” it encodes all photographs of the folder, prepared beforehand; on “files” it also opens and prepares them,
in as many threads as it may. It answers with seconds on the wall and of the processor.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "models/recipes/openclip"))

from loading import Wanted, import_open_clip, load

open_clip = import_open_clip()

import torch
from PIL import Image


def main() -> None:
    architecture, seed, threads, batch, folder = sys.argv[1:]
    torch.set_num_threads(int(threads))
    loaded = load(Wanted(architecture, random=int(seed)))
    prepare = open_clip.transform.image_transform_v2(open_clip.transform.PreprocessCfg(**loaded.preprocess), False)
    files = sorted(Path(folder).iterdir())

    def opened(file: Path) -> torch.Tensor:
        with Image.open(file) as image:
            return prepare(image)

    def encode(planes: torch.Tensor) -> None:
        with torch.inference_mode():
            for some in planes.split(int(batch)):
                loaded.model.encode_image(some)

    ready = torch.stack([opened(file) for file in files])
    encode(ready[: int(batch)])
    print(json.dumps({"ready": len(files), "torch": torch.__version__}), flush=True)
    for line in sys.stdin:
        wall, processor = time.perf_counter(), time.process_time()
        if line.strip() == "files":
            with ThreadPoolExecutor(int(threads)) as pool:
                encode(torch.stack(list(pool.map(opened, files))))
        else:
            encode(ready)
        print(json.dumps([time.perf_counter() - wall, time.process_time() - processor]), flush=True)


if __name__ == "__main__":
    main()
