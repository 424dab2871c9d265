"""How good is a model, on files whose labels or captions are known? `evaluating` tells the story."""

from orrery.workflows.evaluation.evaluating import evaluate
from orrery.workflows.evaluation.finding import find_data
from orrery.workflows.evaluation.report import ClassFigure, Evaluation, Failed, Measure, Report
from orrery.workflows.evaluation.sources import Choice, DataSet, Entry

__all__ = [
    "Choice",
    "ClassFigure",
    "DataSet",
    "Entry",
    "Evaluation",
    "Failed",
    "Measure",
    "Report",
    "evaluate",
    "find_data",
]
