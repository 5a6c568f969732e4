"""A built site into its place: whole, due, in one step."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from adoption.site import building, publishing
from adoption.site.publishing import digest, publish, publish_branch

DAY = dt.date(2026, 7, 15)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two pages, the newest edition of which is due on 15 July 2026."""
    folder = tmp_path / "site"
    (folder / "series").mkdir(parents=True)
    pages = {"index.html": "<h1>A</h1>\r\n", "series/index.html": "B"}
    for name, text in pages.items():
        (folder / name).write_bytes(text.encode())
    about = {
        "editions": {"2026Q2": {"as_of": "2026-07-15", "release": "2026-07-15", "draft": False}},
        "files": {name: digest(text.encode()) for name, text in pages.items()},
    }
    (folder / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def make_draft(site: Path) -> None:
    about = json.loads((site / "manifest.json").read_text("utf-8"))
    about["editions"]["2026Q2"] |= {"as_of": "2026-07-01", "draft": True}
    (site / "manifest.json").write_text(json.dumps(about), encoding="utf-8")


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize("content", ["", "[]", '{"files": {}, "rows": 3}'])
def test_a_manifest_of_something_else_makes_no_site(site: Path, tmp_path: Path, content: str):
    (site / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match="holds no built site: run `adoption site` first"):
        publish(tmp_path / "www", folder=site)
    with pytest.raises(ValueError, match="holds no built site"):
        building.verify(site)
    with pytest.raises(ValueError, match="holds something else than a site"):
        building.build(site)
    assert (site / "index.html").is_file()


# Into a folder -------------------------------------------------------------------------------


def test_a_site_is_published_whole_and_replaces_the_one_before(site: Path, tmp_path: Path):
    place = tmp_path / "www"
    publish(place, folder=site, today=DAY)
    (place / "of the old site").write_text("x")
    publish(place, folder=site, today=DAY)
    assert (place / "series/index.html").read_text() == "B"
    assert not (place / "of the old site").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "www"]


def test_nothing_is_published_before_its_day_unless_forced(site: Path, tmp_path: Path):
    place = tmp_path / "www"
    with pytest.raises(ValueError, match="2026Q2 is due on 15 July 2026, and today is 14 July"):
        publish(place, folder=site, today=DAY - dt.timedelta(days=1))
    assert not place.exists()
    publish(place, folder=site, today=DAY - dt.timedelta(days=1), force=True)
    assert place.is_dir()


def test_a_draft_is_never_published_unless_forced(site: Path, tmp_path: Path):
    make_draft(site)
    for today in (None, dt.date(2030, 1, 1)):
        with pytest.raises(ValueError, match="2026Q2 is a draft, as of 1 July 2026"):
            publish(tmp_path / "www", folder=site, today=today)
    publish(tmp_path / "www", folder=site, force=True)


@pytest.mark.parametrize("damage", ["changed", "missing", "added"])
def test_a_site_that_is_not_as_built_is_refused(site: Path, tmp_path: Path, damage: str):
    if damage == "changed":
        (site / "index.html").write_text("<h1>a</h1>")
    elif damage == "missing":
        (site / "series/index.html").unlink()
    else:
        (site / "new.html").write_text("x")
    with pytest.raises(ValueError, match=f"(?s)not as it was built.*{damage}"):
        publish(tmp_path / "www", folder=site, force=True)


def test_a_folder_of_something_else_is_left_alone(site: Path, tmp_path: Path):
    place = tmp_path / "home"
    place.mkdir()
    (place / "letter").write_text("mine")
    with pytest.raises(ValueError, match="not published from here"):
        publish(place, folder=site, today=DAY)
    assert (place / "letter").read_text() == "mine"


def test_a_link_in_place_of_the_folder_is_refused(site: Path, tmp_path: Path):
    (tmp_path / "www").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ValueError, match="not a folder of its own"):
        publish(tmp_path / "www", folder=site, today=DAY)


@pytest.mark.skipif(
    sys.platform != "linux", reason="folders are exchanged in one step on Linux only"
)
def test_old_and_new_change_places_in_one_step(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    place = tmp_path / "www"
    publish(place, folder=site, today=DAY)
    (place / "old").write_text("x")

    def never(source: Path, target: Path) -> None:
        raise AssertionError("nothing is moved")

    monkeypatch.setattr(publishing.os, "rename", never)
    publish(place, folder=site, today=DAY)
    assert (place / "index.html").exists()
    assert not (place / "old").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "www"]


@pytest.mark.parametrize("failing", [False, True])
def test_where_that_cannot_be_the_old_site_is_put_back_if_the_switch_fails(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: bool
):
    place = tmp_path / "www"
    publish(place, folder=site, today=DAY)
    (place / "old").write_text("x")
    rename = os.rename

    def move(source: Path, target: Path) -> None:
        if failing and Path(target) == place and not str(source).endswith("-old"):
            raise OSError("no space")
        rename(source, target)

    monkeypatch.setattr(publishing, "exchanged", lambda one, other: False)
    monkeypatch.setattr(publishing.os, "rename", move)
    if failing:
        with pytest.raises(OSError, match="no space"):
            publish(place, folder=site, today=DAY)
    else:
        publish(place, folder=site, today=DAY)
    assert (place / "old").exists() == failing
    assert (place / "index.html").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "www"]


@pytest.mark.parametrize("value", ["False", "0", "off"])
def test_nothing_is_published_while_validation_is_off(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
):
    monkeypatch.setenv("PANDERA_VALIDATION_ENABLED", value)
    with pytest.raises(ValueError, match="validation is switched off"):
        publish(tmp_path / "www", folder=site, force=True)


def test_without_a_built_site_there_is_nothing_to_publish(tmp_path: Path):
    with pytest.raises(ValueError, match="holds no built site"):
        publish(tmp_path / "www", folder=tmp_path)


# On a branch ---------------------------------------------------------------------------------


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bare repository with one commit on main."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "A")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    work, bare = tmp_path / "work", tmp_path / "bare.git"
    git(tmp_path, "init", "-q", "-b", "main", str(work))
    (work / "code").write_text("x")
    git(work, "add", "code")
    git(work, "commit", "-q", "-m", "Start")
    git(tmp_path, "clone", "-q", "--bare", str(work), str(bare))
    return bare


def test_a_branch_holds_the_files_of_the_site_byte_for_byte(site: Path, repository: Path):
    commit = publish_branch("pages", folder=site, repository=repository, today=DAY)
    assert git(repository, "rev-parse", "pages") == commit
    names = git(repository, "ls-tree", "-r", "--name-only", "pages").split("\n")
    assert names == [".adoption-site", ".nojekyll", "index.html", "manifest.json",
                     "series/index.html"]  # fmt: skip
    content = subprocess.run(
        ["git", "show", "pages:index.html"], cwd=repository, capture_output=True, check=True
    ).stdout
    assert content == b"<h1>A</h1>\r\n"
    assert git(repository, "log", "-1", "--format=%s", "pages") == "Publish the editions 2026Q2"


def test_the_same_site_again_makes_no_commit_and_a_new_one_follows(site: Path, repository: Path):
    first = publish_branch("pages", folder=site, repository=repository, today=DAY)
    assert publish_branch("pages", folder=site, repository=repository, today=DAY) == first
    make_draft(site)
    second = publish_branch("pages", folder=site, repository=repository, force=True, message="New")
    assert git(repository, "rev-parse", f"{second}^") == first
    assert git(repository, "log", "-1", "--format=%s", "pages") == "New"


def test_working_tree_index_and_main_stay_as_they_were(
    site: Path, repository: Path, tmp_path: Path
):
    work = tmp_path / "work"
    (work / "code").write_text("changed")
    before = git(work, "rev-parse", "main"), git(work, "status", "--porcelain")
    publish_branch("pages", folder=site, repository=work, today=DAY)
    assert (git(work, "rev-parse", "main"), git(work, "status", "--porcelain")) == before
    assert sorted(path.name for path in work.iterdir()) == [".git", "code"]


@pytest.mark.parametrize(
    ("branch", "message"),
    [("main", "is checked out"), ("other", "something else"), ("a..b", "git check-ref-format")],
)
def test_branches_that_are_not_the_sites_own_are_refused(
    site: Path, repository: Path, tmp_path: Path, branch: str, message: str
):
    work = tmp_path / "work"
    git(work, "branch", "other")
    with pytest.raises(ValueError, match=message):
        publish_branch(branch, folder=site, repository=work, today=DAY)


def test_a_branch_is_held_back_like_a_folder(site: Path, repository: Path):
    with pytest.raises(ValueError, match="is due on"):
        publish_branch("pages", folder=site, repository=repository, today=dt.date(2026, 1, 1))
    (site / "index.html").write_text("x")
    with pytest.raises(ValueError, match="not as it was built"):
        publish_branch("pages", folder=site, repository=repository, today=DAY)
