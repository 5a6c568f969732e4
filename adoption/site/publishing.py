"""A built site into its place, in one switch: a folder, or a branch that a host serves.

Either the new site stands there whole or the old one does. The site is checked against its manifest
first, and nothing is put out before its time.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from adoption import labels, report

MANIFEST = "manifest.json"
_MARK = ".adoption-site"
_OFF = ("0", "false", "no", "off")


def publish(
    destination: str | Path,
    *,
    folder: str | Path = "site",
    today: dt.date | None = None,
    force: bool = False,
) -> Path:
    """Put a built site into a folder in one switch; a failure leaves the old one whole.

    The site is copied beside `destination`, checked, and put in its place (`replacing`).

    Parameters
    ----------
    destination : path
        The folder to replace. It must not exist, be empty, or hold a site published before.
    folder : path
        The built site.
    today : date, optional
        The day on which it is published; an edition whose release lies after it, or a draft, is
        refused. Without it only drafts are.
    force : bool
        Publish all the same.

    Raises
    ------
    ValueError
        When there is no whole site, the destination holds something else, or it is not yet time.
    """
    site, place = Path(folder), Path(destination)
    check(site, today=today, force=force)
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise ValueError(f"`{place}` is not a folder of its own")
    if place.is_dir() and any(place.iterdir()) and not (place / _MARK).exists():
        raise ValueError(
            f"`{place}` holds files that were not published from here: name an empty or new folder"
        )
    inside = {site.resolve(), *site.resolve().parents}
    if place.resolve() in inside or site.resolve() in place.resolve().parents:
        raise ValueError(f"`{place}` and the site `{site}` lie inside each other")
    place.parent.mkdir(parents=True, exist_ok=True)
    with replacing(place) as fresh:
        shutil.copytree(site, fresh, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
        (fresh / _MARK).write_text("published by adoption\n", encoding="utf-8")
        if problems := damage(fresh):
            raise ValueError("the copy differs from the site: " + "; ".join(problems[:5]))
    return place


def publish_branch(
    branch: str,
    *,
    folder: str | Path = "site",
    repository: str | Path = ".",
    message: str | None = None,
    today: dt.date | None = None,
    force: bool = False,
) -> str:
    """Put a built site on a branch of a git repository, as one commit.

    Neither the working tree nor the index of the repository is touched. The branch moves in one
    step, and only if it still stands where it stood. `git push` is left to the reader.

    Parameters
    ----------
    branch : str
        Such as `gh-pages`; made where there is none. The branch that is checked out is refused.
    folder, today, force
        As of `publish`.
    repository : path
        A repository, bare or not.
    message : str, optional
        Of the commit; by default it names the editions.

    Returns
    -------
    str
        The commit. Where the branch holds the same site already, that commit.
    """
    site, place = Path(folder), Path(repository)
    about = check(site, today=today, force=force)
    git = _Git(place)
    git.run("check-ref-format", "--branch", branch)
    reference = f"refs/heads/{branch}"
    bare = git.run("rev-parse", "--is-bare-repository") == "true"
    if not bare and git.run("symbolic-ref", "--quiet", "HEAD", check=False) == reference:
        raise ValueError(f"the branch `{branch}` is checked out: name another for the site")
    parent = git.run("rev-parse", "--verify", "--quiet", reference, check=False)
    if parent and _MARK not in git.run("ls-tree", "--name-only", parent).split("\n"):
        raise ValueError(f"the branch `{branch}` holds something else than a published site")
    with tempfile.TemporaryDirectory(prefix="adoption-") as temporary:
        staged = Path(temporary) / "site"
        shutil.copytree(site, staged, ignore=shutil.ignore_patterns(".*"))
        (staged / _MARK).write_text("published by adoption\n", encoding="utf-8")
        (staged / ".nojekyll").write_text("", encoding="utf-8")  # serve every file as it is
        index = {"GIT_INDEX_FILE": str(Path(temporary) / "index")}
        git.run(
            "-c", "core.autocrlf=false", "-c", "core.bare=false", f"--work-tree={staged}",
            "add", "--all", "--force", ".", env=index, folder=staged,
        )  # fmt: skip
        tree = git.run("write-tree", env=index)
        if parent and git.run("rev-parse", f"{parent}^{{tree}}") == tree:
            return parent
        words = message or f"Publish the editions {', '.join(about['editions'])}"
        parents = ("-p", parent) if parent else ()
        commit = git.run("commit-tree", tree, *parents, "-m", words)
        git.run("update-ref", reference, commit, parent or "0" * len(commit))
    return commit


class _Git:
    """Runs git in one repository, wherever the process stands."""

    def __init__(self, repository: Path) -> None:
        self.folder = repository.resolve()
        if shutil.which("git") is None:
            raise ValueError("git is not installed: publish to a folder instead")
        found = self.run("rev-parse", "--absolute-git-dir")
        self.git_dir: Path | None = Path(found)

    git_dir: Path | None = None

    def run(
        self, *arguments: str, env: dict[str, str] | None = None, folder: Path | None = None,
        check: bool = True,
    ) -> str:  # fmt: skip
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_DIR")}
        where = [f"--git-dir={self.git_dir}"] if self.git_dir else []
        done = subprocess.run(
            ["git", *where, *arguments],
            cwd=folder or self.folder, env=kept | (env or {}), capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        if check and done.returncode:
            said = done.stderr.strip().splitlines()
            command = next(a for a in arguments if not a.startswith("-") and "=" not in a)
            raise ValueError(f"git {command}: {said[-1] if said else 'failed'}")
        return done.stdout.strip()


# Whether a site may go out -------------------------------------------------------------------


def check(site: Path, *, today: dt.date | None, force: bool) -> dict[str, Any]:
    """Return the manifest of a site that is whole and due, or raise `ValueError`."""
    if os.environ.get("PANDERA_VALIDATION_ENABLED", "true").strip().lower() in _OFF:
        raise ValueError(
            "validation is switched off (PANDERA_VALIDATION_ENABLED): nothing is published "
            "unchecked"
        )
    about = _contents(site)
    if problems := damage(site):
        shown = "\n  ".join(problems[:10])
        raise ValueError(
            f"`{site}` is not as it was built ({len(problems)} files): run `adoption site`\n  "
            f"{shown}"
        )
    if force:
        return about
    for name, edition in about["editions"].items():
        if edition["draft"]:
            raise ValueError(
                f"the edition {name} is a draft, as of {labels.day(edition['as_of'])}: it is due "
                f"on {labels.day(edition['release'])}; `--force` publishes it all the same"
            )
        release = dt.date.fromisoformat(edition["release"])
        if today is not None and release > today:
            raise ValueError(
                f"the edition {name} is due on {labels.day(release)}, and today is "
                f"{labels.day(today)}; `--force` publishes it all the same"
            )
    return about


def manifest(site: Path) -> dict[str, Any]:
    """Return the manifest of a built site."""
    if not is_built(site):
        raise ValueError(f"`{site}` holds no built site: run `adoption site` first")
    found: dict[str, Any] = json.loads((site / MANIFEST).read_text(encoding="utf-8"))
    return found


def is_built(site: Path) -> bool:
    """Return whether a folder holds a built site: the raw figures have a manifest, too."""
    try:
        found = json.loads((site / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and {"editions", "files"} <= set(found)


def _contents(site: Path) -> dict[str, Any]:
    """Return the manifest of a whole site, or what a folder of rendered editions amounts to."""
    found = sorted(site.glob("20??Q?/edition.json"))
    if is_built(site) or not found or not (site / "index.html").is_file():
        return manifest(site)
    editions = {}
    for path in found:
        about = json.loads(path.read_text(encoding="utf-8"))
        release = str(report.edition_date(about["edition"]).date())
        editions[about["edition"]] = {
            "as_of": about["as_of"],
            "release": release,
            "draft": about["as_of"] < release,
        }
    files = {name: digest((site / name).read_bytes()) for name in sorted(_files_of(site))}
    return {"editions": editions, "files": files}


def _files_of(site: Path) -> set[str]:
    return {
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def damage(site: Path) -> list[str]:
    """Return what of a site differs from its manifest: files changed, missing, or added."""
    files: dict[str, str] = _contents(site)["files"]
    problems = []
    there = _files_of(site) - {MANIFEST}
    for name, known in sorted(files.items()):
        path = site / name
        if name not in there:
            problems.append(f"{name} is missing")
        elif path.is_symlink() or digest(path.read_bytes()) != known:
            problems.append(f"{name} was changed")
    return problems + [f"{name} was added" for name in sorted(there - set(files))]


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()


@contextmanager
def replacing(place: Path) -> Iterator[Path]:
    """Give an empty folder beside `place` that takes its place when all went well.

    Where the system can exchange two folders in one step (Linux), there is no moment without one.
    Elsewhere the old folder is moved aside first, and back if the new one cannot follow.
    """
    fresh = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    os.chmod(fresh, 0o755)
    aside = fresh.with_name(fresh.name + "-old")
    try:
        yield fresh
        if not place.exists():
            os.rename(fresh, place)
        elif not exchanged(fresh, place):
            os.rename(place, aside)
            try:
                os.rename(fresh, place)
            except OSError:
                os.rename(aside, place)
                raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(aside, ignore_errors=True)


def exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, and say whether that was possible here."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):  # not Linux, or an old C library
        return False
    here = -100  # AT_FDCWD: paths as they are
    done: int = rename(here, os.fsencode(one), here, os.fsencode(other), 2)  # RENAME_EXCHANGE
    return done == 0
