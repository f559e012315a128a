"""The demonstration's folder: only what a demonstration made is ever emptied."""

from pathlib import Path

import pytest

from console.demo.home import MARK, HomeRefusedError, fresh_home


def test_a_folder_that_is_not_there_is_made_and_marked(tmp_path: Path) -> None:
    with fresh_home(tmp_path / "var" / "demo") as home:
        assert [found.name for found in home.iterdir()] == [MARK]


def test_what_an_earlier_demonstration_left_is_emptied(tmp_path: Path) -> None:
    with fresh_home(tmp_path) as home:
        (home / "log").mkdir()
        (home / "log" / "worker.log").write_text("old")
        (home / "tenure.db").write_text("old")

    with fresh_home(tmp_path) as home:
        assert [found.name for found in home.iterdir()] == [MARK]


def test_a_folder_that_somebody_else_filled_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("two years of work")

    with pytest.raises(HomeRefusedError, match="nothing was touched"), fresh_home(tmp_path):
        pass

    assert (tmp_path / "thesis.txt").read_text() == "two years of work"


def test_a_link_to_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    with pytest.raises(HomeRefusedError, match="not a plain folder"), fresh_home(tmp_path / "link"):
        pass


def test_a_link_inside_is_removed_and_what_it_points_to_stays(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").write_text("kept")
    with fresh_home(tmp_path / "demo") as home:
        (home / "link").symlink_to(tmp_path / "precious")

    with fresh_home(tmp_path / "demo"):
        pass

    assert (tmp_path / "precious" / "file").read_text() == "kept"


def test_two_demonstrations_do_not_share_a_folder(tmp_path: Path) -> None:
    with fresh_home(tmp_path), pytest.raises(HomeRefusedError, match="is running"), fresh_home(tmp_path):
        pass
