"""Whole evaluations with a pack that really works, on folders whose right answers are known."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from labelled import write_captioned, write_classes, write_sounds
from orrery.domain.modality import Kind
from orrery.encoding.calibration import load_calibration
from orrery.encoding.encoder import Encoder
from orrery.encoding.pack import load_pack
from orrery.errors import JobCancelled, ModelProblem, UsageError
from orrery.library.previews import PreviewStore
from orrery.settings import Settings
from orrery.workflows.engine import Engine
from orrery.workflows.evaluation import Choice, DataSet, Entry, Evaluation, evaluate, find_data
from orrery.workflows.evaluation.prompts import ASKED, phrases
from orrery.workflows.job import JobContext, Progress
from packs import COLOURS, make_pack, write_picture, write_text, write_tone


@pytest.fixture
def only(engine: Engine) -> Callable[[Path], Evaluation]:
    """Evaluate a folder that holds one data set."""

    def judged(folder: Path) -> Evaluation:
        (found,) = evaluate(engine, find_data(folder)).evaluations
        return found

    return judged


def test_pictures_in_folders_named_for_their_class(only: Callable[[Path], Evaluation], tmp_path: Path) -> None:
    found = only(write_classes(tmp_path / "colours"))
    assert (found.data, found.classes, found.failed) == ("colours", 3, ())
    assert found.counts == {Kind.IMAGE: 12, Kind.SOUND: 0, Kind.TEXT: 0}
    names = [
        "image_zero_shot_top1",
        "image_zero_shot_top5",
        "image_knn",
        "image_knn_features",
        "text_to_image_precision@10",
        "image_to_image_precision@10",
    ]
    assert [measure.name for measure in found.measures] == names
    first = found.measures[0]
    assert (first.value, first.count, first.among) == (1.0, 12, 3)
    assert first.chance == pytest.approx(1 / 3)
    assert [known.top1 for known in found.worst] == [1.0, 1.0, 1.0]


def test_pictures_with_captions(only: Callable[[Path], Evaluation], tmp_path: Path) -> None:
    found = only(write_captioned(tmp_path / "captioned"))
    assert found.counts == {Kind.IMAGE: 5, Kind.SOUND: 0, Kind.TEXT: 10}
    assert found.classes == 0
    assert [(measure.name, measure.count) for measure in found.measures] == [
        ("text_to_image_recall@1", 10),
        ("text_to_image_recall@5", 10),
        ("text_to_image_recall@10", 10),
        ("image_to_text_recall@1", 5),
        ("image_to_text_recall@5", 5),
        ("image_to_text_recall@10", 5),
    ]
    assert found.value("text_to_image_recall@1") >= 0.9
    assert found.value("image_to_text_recall@1") == 1.0
    assert found.measures[0].chance == pytest.approx(0.2)
    assert found.measures[3].chance == pytest.approx(0.2)


def test_sounds_in_a_table(only: Callable[[Path], Evaluation], tmp_path: Path) -> None:
    found = only(write_sounds(tmp_path / "heard"))
    assert found.data == "tones"
    assert {measure.name for measure in found.measures} == {
        "sound_zero_shot_top1",
        "sound_zero_shot_top5",
        "sound_knn",
        "text_to_sound_precision@10",
        "sound_to_text_precision@10",
        "sound_to_sound_precision@10",
    }
    assert found.value("sound_zero_shot_top1") == 1.0
    assert found.value("text_to_sound_precision@10") == 1.0
    assert found.value("sound_knn") == 1.0


def test_pictures_and_sounds_of_one_class_find_each_other(only: Callable[[Path], Evaluation], tmp_path: Path) -> None:
    for name, pitch_hz in {"red": 200.0, "blue": 2500.0}.items():
        for number in range(2):
            write_picture(tmp_path / "both" / name / f"{number}.png", [abs(light - number) for light in COLOURS[name]])
            write_tone(tmp_path / "both" / name / f"{number}.wav", pitch_hz + number)
    found = only(tmp_path / "both")
    assert found.counts == {Kind.IMAGE: 4, Kind.SOUND: 4, Kind.TEXT: 0}
    assert found.value("image_to_sound_precision@10") == 1.0
    assert found.value("sound_to_image_precision@10") == 1.0


def test_data_sets_that_share_classes_are_also_measured_together(engine: Engine, tmp_path: Path) -> None:
    write_classes(tmp_path / "seen")
    for name, pitch_hz in {"red": 200.0, "blue": 2500.0}.items():
        write_tone(tmp_path / "heard" / name / "1.wav", pitch_hz)
        write_tone(tmp_path / "heard" / name / "2.wav", pitch_hz + 30)
    report = evaluate(engine, find_data(tmp_path))
    assert [found.data for found in report.evaluations] == ["heard", "seen", "all together"]
    together = report.of("all together")
    assert together.is_across
    assert together.classes == 2
    assert [measure.name for measure in together.measures] == [
        "image_to_sound_precision@10",
        "sound_to_image_precision@10",
    ]
    assert together.measures[0].count == 8  # green has no sound


def test_more_names_make_it_harder(engine: Engine, tmp_path: Path) -> None:
    sources = find_data(write_classes(tmp_path / "colours"))
    (found,) = evaluate(engine, sources, names=["Red", "blue", "yellow", "grey", "white"]).evaluations
    assert found.measures[0].among == 6
    assert found.measures[0].chance == pytest.approx(1 / 6)
    assert found.notes == ("1 of its 3 classes are not among the names given; they were added.",)


def test_what_cannot_be_read_is_listed_and_the_rest_judged(only: Callable[[Path], Evaluation], tmp_path: Path) -> None:
    folder = write_classes(tmp_path / "colours")
    (folder / "red" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    write_text(folder / "blue" / "words.jpg", "No picture at all.")
    found = only(folder)
    assert found.counts[Kind.IMAGE] == 12
    assert {Path(failed.path.decode()).name for failed in found.failed} == {"broken.png", "words.jpg"}
    assert all(failed.reason.endswith(".") for failed in found.failed)


def test_a_file_that_is_not_there_is_listed(only: Callable[[Path], Evaluation], tmp_path: Path) -> None:
    folder = write_captioned(tmp_path / "captioned")
    (folder / "images" / "green.png").unlink()
    found = only(folder)
    assert found.measures[0].count == 8
    (failed,) = found.failed
    assert failed.path.endswith(b"green.png")


def test_nothing_but_broken_files_is_no_crash(only: Callable[[Path], Evaluation], tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / "bad" / name).mkdir(parents=True)
        (tmp_path / "bad" / name / "1.png").write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    found = only(tmp_path / "bad")
    assert (found.measures, len(found.failed)) == ((), 2)


def test_one_class_is_too_few(engine: Engine, tmp_path: Path) -> None:
    write_picture(tmp_path / "red" / "1.png", COLOURS["red"])
    sources = find_data(tmp_path)
    with pytest.raises(UsageError, match="one class, “red”"):
        evaluate(engine, sources)
    (found,) = evaluate(engine, sources, names=["blue", "green"]).evaluations
    assert found.value("image_zero_shot_top1") == 1.0


def test_a_set_of_one_class_among_others_says_so(engine: Engine, tmp_path: Path) -> None:
    write_classes(tmp_path / "colours", each=2)
    write_tone(tmp_path / "tones" / "low" / "1.wav", 200.0)
    found = evaluate(engine, find_data(tmp_path)).of("tones")
    assert found.measures == ()
    assert found.notes == ("All its sounds are of one class, “low”: there is nothing to tell it from.",)


def test_classes_of_one_file_have_no_neighbours(only: Callable[[Path], Evaluation], tmp_path: Path) -> None:
    found = only(write_classes(tmp_path / "single", each=1))
    names = [measure.name for measure in found.measures]
    assert names == ["image_zero_shot_top1", "image_zero_shot_top5", "text_to_image_precision@10"]


def test_a_file_alone_in_its_class_is_not_asked_for_neighbours(
    only: Callable[[Path], Evaluation], tmp_path: Path
) -> None:
    folder = write_classes(tmp_path / "colours", each=3)
    write_picture(folder / "white" / "1.png", COLOURS["white"])
    counts = {measure.name: measure.count for measure in only(folder).measures}
    assert (counts["image_zero_shot_top1"], counts["image_knn"], counts["image_to_image_precision@10"]) == (10, 9, 9)


def test_the_worst_class_is_told_with_what_it_is_taken_for(engine: Engine, tmp_path: Path) -> None:
    folder = write_classes(tmp_path / "colours", each=2)
    (folder / "red").rename(folder / "sea")  # red pictures that are called blue things
    (found,) = evaluate(engine, find_data(folder)).evaluations
    worst = found.worst[0]
    assert (worst.name, worst.top1, worst.count) == ("sea", 0.0, 2)
    assert worst.taken_for in {"green", "blue"}
    # The figure of the table is the mean of what each class's name finds.
    told = {known.name: known.found for known in found.worst}
    assert np.mean(list(told.values())) == pytest.approx(found.value("text_to_image_precision@10"))
    assert found.wrong >= 1


def test_nothing_is_stored_and_nothing_is_changed(engine: Engine, tmp_path: Path) -> None:
    folder = write_classes(tmp_path / "colours")
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.rglob("*.png")}
    evaluate(engine, find_data(folder))
    assert not engine.library_path.exists()
    assert not engine.previews.folder.exists()
    assert {
        file: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.rglob("*") if file.is_file()
    } == before


def test_two_runs_give_the_same_figures(engine: Engine, tmp_path: Path) -> None:
    sources = find_data(write_classes(tmp_path / "colours"))
    assert evaluate(engine, sources) == evaluate(engine, sources)


def test_it_tells_how_far_it_is_and_can_be_stopped(engine: Engine, tmp_path: Path) -> None:
    sources = find_data(write_classes(tmp_path / "colours"))
    seen, partial = list[Progress](), list[object]()
    job = JobContext(on_progress=seen.append, on_partial=partial.append)
    report = evaluate(engine, sources, job)
    assert (seen[11].done, seen[11].total) == (12, 12)
    assert partial == list(report.evaluations)
    stopping = JobContext(on_progress=lambda progress: stopping.stop() if progress.done == 3 else None)
    with pytest.raises(JobCancelled):
        evaluate(engine, sources, stopping)


def test_data_sets_may_be_made_by_hand(engine: Engine, tmp_path: Path) -> None:
    files = [write_picture(tmp_path / f"{name}.png", COLOURS[name]) for name in ("red", "blue")]
    entries = tuple(Entry(str(file).encode(), file.stem) for file in files)
    (found,) = evaluate(engine, [DataSet("by hand", entries)]).evaluations
    assert found.value("image_zero_shot_top1") == 1.0


def test_a_pack_without_ears_leaves_sounds_out(tmp_path: Path) -> None:
    folder = write_classes(tmp_path / "both", each=2)
    write_tone(folder / "red" / "1.wav", 200.0)
    engine = engine_of(make_pack(tmp_path / "deaf", towers=("image", "text")))
    (found,) = evaluate(engine, find_data(folder)).evaluations
    assert found.value("image_zero_shot_top1") == 1.0
    assert [failed.reason for failed in found.failed] == ["The model “Toy” does not read sounds."]


def test_a_pack_without_words_cannot_be_judged(tmp_path: Path) -> None:
    engine = engine_of(make_pack(tmp_path / "mute", towers=("image",)))
    with pytest.raises(ModelProblem, match="does not read texts"):
        evaluate(engine, find_data(write_classes(tmp_path / "colours", each=1)))


def test_prefixes_of_the_roles_are_kept_apart(tmp_path: Path) -> None:
    prefixes = {"query-text": "query: ", "passage": "passage: "}
    engine = engine_of(make_pack(tmp_path / "prefixed", prefixes=prefixes))
    (found,) = evaluate(
        engine, find_data(write_captioned(tmp_path / "captioned"), Choice.of(["split=dev"]))
    ).evaluations
    assert found.counts[Kind.IMAGE] == 3
    assert found.value("image_to_text_recall@1") == 1.0


def test_class_names_are_put_into_words() -> None:
    assert phrases(ASKED[Kind.SOUND], "owl") == ["owl", "the sound of an owl"]
    assert phrases(ASKED[Kind.IMAGE], "dog") == ["dog", "a photo of a dog"]
    assert phrases(ASKED[Kind.SOUND], "sea waves") == ["sea waves", "the sound of sea waves"]
    assert phrases(ASKED[Kind.IMAGE], "glass {x}") == ["glass {x}", "a photo of a glass {x}"]


def engine_of(folder: Path) -> Engine:
    encoder = Encoder(load_pack(folder), threads=1)
    library = folder / "library.orrery"
    settings = Settings(decoder_processes=1)
    return Engine(library, encoder, load_calibration(encoder.pack), PreviewStore.beside(library), settings)


def test_figures_work_on_vectors_alone() -> None:
    from orrery.workflows.evaluation.judging import Captions, judge_captioned

    random = np.random.default_rng(0).normal(size=(1000, 32)).astype(np.float32)
    files = random / np.linalg.norm(random, axis=1, keepdims=True)
    owner = np.repeat(np.arange(1000), 5)
    measures = {m.name: m for m in judge_captioned(Kind.IMAGE, files, Captions(files[owner], files[owner], owner))}
    assert measures["text_to_image_recall@1"].value == 1.0
    assert measures["image_to_text_recall@1"].value == 1.0
    assert measures["text_to_image_recall@10"].chance == pytest.approx(0.01)
