"""Running the graphs of a tower in turn, each fed with what was prepared, what came before, or constants."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from orrery.encoding.manifest import Chain, Constant, Pack
from orrery.encoding.onnx import Graph, Port
from orrery.encoding.providers import Device
from orrery.errors import PackDamaged

FLOATS = ("tensor(float)", "tensor(float16)")
WHOLES = ("tensor(int64)", "tensor(int32)")
TRUTHS = ("tensor(bool)",)


class OpenChain:
    """The graphs of a tower, opened. It may be run from several threads at once.

    Args:
        pack: whose files they are.
        chain: of the manifest.
        prepared: what will be fed to it, each with its lengths and types under its own name.
        outputs: what the last graph has to give.

    Raises:
        PackDamaged: a file is not a graph, or its inputs and outputs are not what the manifest says.
    """

    def __init__(self, pack: Pack, chain: Chain, prepared: Sequence[Port], outputs: Sequence[Port]) -> None:
        self._pack, self._chain = pack, chain
        known = {port.name: port for port in prepared}
        known |= {constant.name: _port(constant) for constant in chain.constants}
        self._graphs = list[Graph]()
        for row, link in enumerate(chain.links):
            inputs = [known[source].renamed(name) for name, source in link.inputs.items()]
            between = [Port(name, None, FLOATS) for name in link.outputs]
            given = outputs if row == len(chain.links) - 1 else between
            self._graphs.append(Graph(pack, link.file, inputs, given, link.optional))
            known |= {port.name: port for port in given}
        self._constants = {constant.name: (_array(constant), constant.is_each) for constant in chain.constants}

    @property
    def devices(self) -> tuple[Device, ...]:
        """What its graphs really run on."""
        return tuple(graph.device for graph in self._graphs)

    def run(self, prepared: Mapping[str, npt.NDArray], rows: int) -> list[npt.NDArray[np.float32]]:
        """Run all graphs once.

        Args:
            prepared: by the names under which the manifest feeds them.
            rows: pictures, sounds or texts in the batch.

        Returns:
            The outputs of the last graph.

        Raises:
            PackDamaged: a graph cannot digest what the manifest says it can.
        """
        values = dict(prepared)
        for name, (array, is_each) in self._constants.items():
            values[name] = np.repeat(array[None], rows, axis=0) if is_each else array
        answers: list[npt.NDArray[np.float32]] = []
        for link, graph in zip(self._chain.links, self._graphs, strict=True):
            answers = graph.run({name: values[source] for name, source in link.inputs.items()})
            values |= dict(zip(link.outputs, answers, strict=True))
        if not answers:
            raise PackDamaged(path=self._pack.folder, reason="a tower has no graph")
        return answers


def _port(constant: Constant) -> Port:
    return Port(constant.name, None, {"int64": WHOLES[:1], "float32": FLOATS[:1], "bool": TRUTHS}[constant.kind])


def _array(constant: Constant) -> npt.NDArray:
    kind = np.dtype(constant.kind)
    parts = [np.full(times, number, kind) for number, times in constant.values]
    flat = np.concatenate(parts) if parts else np.zeros(0, kind)
    return flat.reshape(constant.shape) if constant.shape else flat
