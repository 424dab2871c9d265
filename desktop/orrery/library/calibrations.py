"""Background figures measured on this library, kept so that they are not measured at every start."""

import time

from orrery.domain.modality import Kind, Role
from orrery.domain.space import VectorSpace
from orrery.library.connection import Connection
from orrery.library.rows import Measured
from orrery.library.spaces import Spaces


class Calibrations:
    """Save and load background figures; each knows the version of the vectors it was measured on."""

    def __init__(self, connection: Connection, spaces: Spaces) -> None:
        self._connection = connection
        self._spaces = spaces

    def save(self, space: VectorSpace, role: Role, kind: Kind, measured: Measured) -> None:
        """Keep a figure in place of the one before."""
        with self._connection.writing():
            self._connection.change(
                """
                insert or replace into calibrations (space, role, kind, median, sigma, count, version, made_s)
                values (?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    self._spaces.row(space),
                    role.value,
                    kind.value,
                    measured.median,
                    measured.sigma,
                    measured.count,
                    measured.version,
                    time.time(),
                ),
            )

    def load(self, space: VectorSpace) -> dict[tuple[Role, Kind], Measured]:
        """All figures of a space."""
        rows = self._connection.rows(
            """
            select role, kind, median, sigma, count, version from calibrations
            where space = (select id from spaces where name = ?)""",
            (space.id,),
        )
        return {(Role(role), Kind(kind)): Measured(*figures) for role, kind, *figures in rows}
