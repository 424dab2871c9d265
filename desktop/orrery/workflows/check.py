"""Is the library whole, and is the model what it says?"""

from orrery.encoding.pack import load_pack, self_test
from orrery.errors import ModelProblem
from orrery.workflows.engine import Engine
from orrery.workflows.job import JobContext, Progress


def check(engine: Engine, job: JobContext | None = None) -> tuple[str, ...]:
    """Look for damage; reads the whole library file and every file of the pack.

    Returns:
        Sentences on what is wrong; empty when all is well.
    """
    job = job or JobContext()
    job.report(Progress(0, 2, str(engine.library_path)))
    with engine.library() as library:
        problems = library.check()
    job.check()
    job.report(Progress(1, 2, engine.encoder.pack.name))
    try:
        self_test(load_pack(engine.encoder.pack.folder), engine.encoder)
    except ModelProblem as problem:
        problems.append(str(problem))
    return tuple(problems)
