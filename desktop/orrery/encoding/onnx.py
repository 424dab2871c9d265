"""ONNX graphs: opened quietly, checked against the manifest, run with plain arrays."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from orrery.encoding.manifest import Pack
from orrery.encoding.providers import Device, device, first_line, open_session, runtime_failures, without
from orrery.errors import PackDamaged


@dataclass(frozen=True, slots=True)
class Port:
    """An input or output of a graph.

    Attributes:
        name: in the graph.
        dims: expected lengths; None must be free in the graph, so that any length fits. None in place of all of them
            where nothing is known beforehand.
        types: that ONNX Runtime may give for it.
    """

    name: str
    dims: tuple[int | None, ...] | None
    types: tuple[str, ...] = ("tensor(float)",)

    def renamed(self, name: str) -> "Port":
        """The same under another name."""
        return replace(self, name=name)


class Graph:
    """One ONNX file, opened. It may be run from several threads at once.

    Args:
        pack: whose file it is.
        file: name of the graph in the pack.
        inputs: that will be fed; the graph may have no others.
        outputs: that will be read.
        optional: inputs that the graph may lack; they are not fed then.
        on: what to run it on; None for the best that works here.

    Raises:
        PackDamaged: the file is not a graph, or its inputs and outputs are not what the manifest says.
    """

    def __init__(
        self,
        pack: Pack,
        file: str,
        inputs: Sequence[Port],
        outputs: Sequence[Port],
        optional: frozenset[str] = frozenset(),
        *,
        on: Device | None = None,
    ) -> None:
        self._pack, self._file = pack, file
        self._outputs = [port.name for port in outputs]
        self._failures = runtime_failures()
        try:
            self._opened = open_session(pack.path(file), on or device())
        except self._failures as error:
            raise self._damaged("is not a model that can be opened") from error
        given = {entry.name: entry for entry in self._opened[0].get_inputs()}
        for unknown in given.keys() - {port.name for port in inputs}:
            raise self._damaged(f"wants an input “{unknown}” that the manifest does not name")
        wanted = [port for port in inputs if port.name in given or port.name not in optional]
        for port in wanted:
            self._check(port, "input", given)
        self._wanted = [port.name for port in wanted]
        given = {entry.name: entry for entry in self._opened[0].get_outputs()}
        for port in outputs:
            self._check(port, "output", given)

    def run(self, feeds: Mapping[str, npt.NDArray]) -> list[npt.NDArray[np.float32]]:
        """Run once.

        Args:
            feeds: by the names of the graph's inputs; what it does not ask for is left out.

        Raises:
            PackDamaged: the graph cannot digest what the manifest says it can.
        """
        asked = {name: feeds[name] for name in self._wanted}
        session, device = self._opened
        try:
            return self._answers(session, asked)
        except self._failures as error:
            if device.is_processor:
                raise self._damaged("failed on an input that fits the manifest") from error
            self._opened = self._on_processor(device, error)
        return self.run(feeds)

    @property
    def device(self) -> Device:
        """What it really runs on."""
        return self._opened[1]

    def _answers(self, session: Any, asked: Mapping[str, npt.NDArray]) -> list[npt.NDArray[np.float32]]:
        return [np.asarray(output, np.float32) for output in session.run(self._outputs, asked)]

    def _on_processor(self, failed: Device, error: Exception) -> tuple[Any, Device]:
        """Opened anew: a device may run out of memory on what the processor can do."""
        found = without(failed, first_line(error))
        return open_session(self._pack.path(self._file), found)[0], found

    def _check(self, port: Port, side: str, given: Mapping[str, Any]) -> None:
        entry = given.get(port.name)
        if entry is None:
            raise self._damaged(f"has no {side} “{port.name}”, only {_listed(given)}")
        if entry.type not in port.types:
            raise self._damaged(f"has an {side} “{port.name}” of {entry.type} instead of {port.types[0]}")
        if port.dims is None:
            return
        fits = len(entry.shape) == len(port.dims) or not entry.shape
        if not fits or not all(_agree(have, want, side) for have, want in zip(entry.shape, port.dims, strict=False)):
            wanted = " × ".join("any" if length is None else str(length) for length in port.dims)
            found = " × ".join("any" if not isinstance(length, int) else str(length) for length in entry.shape)
            raise self._damaged(f"has an {side} “{port.name}” of {found} where the manifest says {wanted}")

    def _damaged(self, what: str) -> PackDamaged:
        return PackDamaged(path=self._pack.folder, reason=f"“{self._file}” {what}")


def default_threads() -> int:
    """One per core that this process may use; hyper-threads left out, which only slow matrix products down."""
    import psutil

    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(usable, psutil.cpu_count(logical=False) or usable))


def _agree(have: object, want: int | None, side: str) -> bool:
    if not isinstance(have, int):
        return True  # free in the graph; what comes out is checked when it is run
    return have == want or (want is None and side == "output")


def _listed(given: Mapping[str, Any]) -> str:
    return ", ".join(f"“{name}”" for name in given)
