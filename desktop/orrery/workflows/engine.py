"""What every workflow works with: a library, a model and where the previews are."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from orrery.domain.space import VectorSpace
from orrery.encoding.calibration import PackCalibration
from orrery.encoding.encoder import Encoder
from orrery.library.library import Library
from orrery.library.previews import PreviewStore
from orrery.settings import Settings


@dataclass(frozen=True)
class Engine:
    """The Qt-free heart of Orrery; cheap to pass between threads.

    A Library belongs to the thread that opened it, so the engine holds the path and every workflow opens its own.

    Attributes:
        library_path: the SQLite file.
        encoder: the model in use.
        calibration: the model's figures for comparing kinds.
        previews: thumbnails and waveforms made while decoding; may be deleted, comes back.
        settings: what the user has set.
    """

    library_path: Path
    encoder: Encoder
    calibration: PackCalibration
    previews: PreviewStore
    settings: Settings

    def library(self, *, write: bool = False, alone: bool = True) -> Library:
        """Open the library in the calling thread; use it as a context manager.

        Args:
            write: allow changes.
            alone: of files and vectors too, which one writer at a time may make; see Library.open.

        Raises:
            LibraryProblem: it cannot be opened; LibraryBusy when another process is writing.
        """
        return Library.open(self.library_path, write=write, alone=alone, create=True)

    @property
    def space(self) -> VectorSpace:
        """The space shared by all kinds."""
        return self.encoder.space

    @property
    def spaces(self) -> Sequence[VectorSpace]:
        """The shared space and, where the model has one, its image-only space."""
        features = self.encoder.features
        return (self.space,) if features is None else (self.space, features)

    @property
    def decoder_processes(self) -> int:
        """How many processes read files at once."""
        return self.settings.decoder_processes or min(4, os.cpu_count() or 1)
