import os
import socket
import subprocess
from pathlib import Path

from nobody import open_the_way, run_as_nobody
from orrery.media.walk import Found, Unwalkable, walk


def names(*roots: Path) -> list[str]:
    return [os.fsdecode(found.stamp.path).removeprefix(f"{roots[0]}/") for found in walk_all(*roots)[0]]


def walk_all(*roots: Path) -> tuple[list[Found], list[Unwalkable]]:
    results = list(walk([os.fsencode(root) for root in roots]))
    return [each for each in results if isinstance(each, Found)], [
        each for each in results if isinstance(each, Unwalkable)
    ]


def write(path: Path, content: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def test_files_come_in_the_same_order_however_they_were_written(tmp_path):
    for name in ("b/2.txt", "a.txt", "b/1.txt", "c.txt", "b/a/0.txt"):
        write(tmp_path / name)
    assert names(tmp_path) == ["a.txt", "c.txt", "b/1.txt", "b/2.txt", "b/a/0.txt"]


def test_a_file_is_found_with_its_size_its_time_and_the_path_the_user_gave(tmp_path):
    path = write(tmp_path / "sub/one.txt", "four")
    (found,), _ = walk_all(tmp_path)
    assert found.stamp.size == 4
    assert found.stamp.mtime_ns == path.stat().st_mtime_ns
    assert found.root == os.fsencode(tmp_path)


def test_hidden_and_system_files_are_left_out(tmp_path):
    for name in (
        ".hidden",
        ".git/config",
        "Thumbs.db",
        "desktop.ini",
        "__MACOSX/a.txt",
        "$RECYCLE.BIN/b.txt",
        "seen.txt",
    ):
        write(tmp_path / name)
    assert names(tmp_path) == ["seen.txt"]


def test_a_hidden_path_given_by_name_is_taken(tmp_path):
    hidden = write(tmp_path / ".notes/.secret.txt")
    assert len(walk_all(hidden)[0]) == 1
    assert walk_all(tmp_path / ".notes") == ([], [])
    write(tmp_path / ".notes/open.txt")
    assert names(tmp_path / ".notes") == ["open.txt"]


def test_links_in_a_circle_are_survived_and_a_file_is_found_under_its_own_name(tmp_path):
    write(tmp_path / "real/one.txt")
    (tmp_path / "a_link").symlink_to(tmp_path / "real")
    (tmp_path / "real/up").symlink_to(tmp_path)
    assert names(tmp_path) == ["real/one.txt"]


def test_linked_folders_and_files_elsewhere_are_followed(tmp_path):
    write(tmp_path / "elsewhere/one.txt")
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "folder").symlink_to(tmp_path / "elsewhere")
    (tree / "file.txt").symlink_to(tmp_path / "elsewhere/one.txt")
    assert names(tree) == ["file.txt", "folder/one.txt"]


def test_a_dangling_link_and_a_link_to_itself_are_told_with_a_sentence(tmp_path):
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "itself").symlink_to(tmp_path / "itself")
    found, lost = walk_all(tmp_path)
    assert found == []
    assert [str(each.problem) for each in lost] == [
        "The file cannot be opened: it is a link to something that is not there.",
        "The file cannot be opened: its links lead in a circle.",
    ]


def test_pipes_and_sockets_are_told_and_never_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        found, lost = walk_all(tmp_path)
    assert found == []
    assert {Path(os.fsdecode(each.path)).name for each in lost} == {"pipe", "socket"}


def test_a_file_given_twice_or_inside_a_given_folder_is_found_once(tmp_path):
    path = write(tmp_path / "sub/one.txt")
    assert names(tmp_path, path, path.parent) == ["sub/one.txt"]
    assert len(walk_all(path, tmp_path, path)[0]) == 1


def test_a_name_that_is_not_utf8_is_found(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as file:
        file.write(b"x")
    (found,), _ = walk_all(tmp_path)
    assert found.stamp.path == path


def test_a_tree_deeper_than_the_stack_is_walked(tmp_path):
    depth, here = 1200, os.open(tmp_path, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=here)
        deeper = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(os.open("leaf.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    found, lost = walk_all(tmp_path)
    assert len(found) == 1
    assert lost == []
    subprocess.run(["rm", "-r", str(tmp_path / "d")], check=True)  # shutil.rmtree meets the stack's end


def test_a_missing_path_is_told(tmp_path):
    (lost,) = walk_all(tmp_path / "nothing")[1]
    assert str(lost.problem) == "The file cannot be opened: it is no longer there."


def test_an_unreadable_folder_is_told_and_the_others_are_walked(tmp_path):
    write(tmp_path / "closed/one.txt")
    write(tmp_path / "open/two.txt")
    open_the_way(tmp_path)
    code = (
        "import os, sys; from orrery.media.walk import walk\n"
        "for each in walk([os.fsencode(sys.argv[1])]):\n"
        "    print(getattr(each, 'problem', None) or each.stamp.path.decode())"
    )
    (tmp_path / "closed").chmod(0)
    try:
        told = run_as_nobody(code, tmp_path)
    finally:
        (tmp_path / "closed").chmod(0o755)
    assert told == [
        "The file cannot be opened: you do not have permission to read it.",
        str(tmp_path / "open/two.txt"),
    ]
