"""Figures and forecasts from where they are offered: the package, a checkout, a published site.

This is the only module that opens a connection, and it does so only for a caller who names an
address. What it fetches are the downloads of a site that `adoption site` made: the whole data with
its lists, and the forecasts of an edition. Each file is compared with its digest in the manifest of
the site and checked like a file of one's own. Nothing is kept on disk.

Publishers' own pages are not read here. A figure reaches `data/raw` by the hand of someone who has
read it in its place, with address, date and vintage (CONTRIBUTING.md, "A source"), and every reader
who loads a site then has it, from the day of its release.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import queue
import re
import tempfile
import threading
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote, urlsplit, urlunsplit

import pandas as pd

from adoption import data
from adoption.schema import DataError, Problem

MANIFEST = "manifest.json"
FORMAT = 1  # of the manifest
LARGEST = 32 * 2**20  # bytes of a file, ten times what they have
SECONDS = 30.0
_OBSERVATIONS = "data/observations.json"
_LISTS = ("sources", "population", "geographies", "products", "population_groups")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_REDIRECTS = 5
_CHUNK = 2**16
_EXPECTED = "the address or folder of the first page of a site made by `adoption site` is expected"

Read: TypeAlias = Callable[[str], bytes]


def load(place: str | Path | None = None, *, timeout: float = SECONDS) -> pd.DataFrame:
    """Return every published figure in every vintage, checked.

    Parameters
    ----------
    place : path or address, optional
        A folder of raw files, a checkout, the folder of a built site, or the address of a published
        one (`https://...`); by default the figures of the package. A site gives what was known on
        the date of its newest edition, checked against its own lists of sources, places, products
        and groups.
    timeout : float
        Seconds that each of the seven files of an address may take.

    Returns
    -------
    DataFrame
        Observations (see data/raw/README.md), ordered by series, reference period and release;
        with `known_from`, the day from which the figure was known, and `known_from_assumed`,
        whether that day is assumed: `released`, else the publisher's documented lag after the
        period's end (`release_lag_days` in sources.csv), else 60 days after it.

    Raises
    ------
    DataError
        When anything is wrong, with every problem by file and line: the figures, a file that is not
        as the site's manifest has it, an answer that is not a site's.
    OSError
        When there is no such folder or address, or it does not answer in time.
    ValueError, TypeError
        For a `place` that is neither a path nor an address, or no seconds.

    Examples
    --------
    >>> observations = load()
    >>> data.series(observations, "cnnic-genai-penetration-chn")["value"].tolist()
    [16.4, 17.7, 36.5, 42.8]
    """
    site, folder = _opened(place, timeout, inside="data/raw")
    if site is None:
        return data.load(folder)
    with tempfile.TemporaryDirectory(prefix="adoption-") as temporary:
        lists = Path(temporary)
        for name in _LISTS:
            (lists / f"{name}.csv").write_bytes(site.file(f"data/{name}.csv"))
        rows = _rows(site, site.file(_OBSERVATIONS))
        try:
            return data.validate(rows, folder=lists)
        except DataError as error:
            raise site.as_ours(error, _OBSERVATIONS) from None


def load_forecasts(
    edition: str, place: str | Path | None = None, *, timeout: float = SECONDS
) -> pd.DataFrame:
    """Return the forecasts that an edition published, checked.

    Parameters
    ----------
    edition : str
        Year and quarter, `2026Q2`.
    place : path or address, optional
        A folder of stored forecasts, a checkout, the folder of a built site, or the address of a
        published one (`https://...`); by default the forecasts kept in the package.
    timeout : float
        Seconds that each of the two files of an address may take.

    Returns
    -------
    DataFrame
        A forecasts table: `series_id`, `model`, `origin`, `period_end`, `quantile_level`,
        `predicted`, in the unit of each series.

    Raises
    ------
    KeyError
        If there are no forecasts of that edition, naming those that there are.
    ValueError
        For what is no edition.
    DataError, OSError, TypeError
        As of `load`.

    Examples
    --------
    >>> load_forecasts("2026Q2")["model"].unique().tolist()
    ['engine']
    """
    data.forecasts_file(edition)  # refuses what is no edition before anything is opened
    site, folder = _opened(place, timeout, inside="data/forecasts")
    if site is None:
        return data.load_forecasts(edition, folder)
    name = f"data/forecasts/{edition}.csv"
    if name not in site.files:
        there = ", ".join(site.editions) or "none"
        raise KeyError(f"no forecasts of the edition {edition} in {site.name}; there are: {there}")
    with tempfile.TemporaryDirectory(prefix="adoption-") as temporary:
        data.forecasts_file(edition, temporary).write_bytes(site.file(name))
        try:
            return data.load_forecasts(edition, temporary)
        except DataError as error:
            raise site.as_ours(error, name) from None


# A site --------------------------------------------------------------------------------------


def _opened(
    place: str | Path | None, timeout: float, *, inside: str
) -> tuple[_Site | None, Path | None]:
    """Return the site at a place, or the folder where tables lie; neither for the package."""
    if not isinstance(timeout, (int, float)) or not timeout > 0:
        raise ValueError(f"`timeout` is {timeout!r:.60}: seconds, more than 0, are expected")
    if place is None:
        return None, None
    if isinstance(place, str) and "://" in place:
        address = _address(place)
        return _Site(address, lambda name: _fetched(address, name, timeout)), None
    if not isinstance(place, (str, os.PathLike)):
        raise TypeError(f"`place` is a {type(place).__name__}: a folder or an address is expected")
    folder = Path(place)
    if not (str(place) and folder.is_dir()):
        hint = "; the address of a site starts with https://" if isinstance(place, str) else ""
        raise FileNotFoundError(f"no folder `{place}`{hint}")
    if (folder / "index.html").is_file():
        return _Site(str(folder), lambda name: _read(folder, name)), None
    return None, folder / inside if (folder / inside).is_dir() else folder


class _Site:
    """A built site: its manifest, and its files, each compared with the manifest."""

    def __init__(self, name: str, read: Read) -> None:
        self.name, self.read = name, read
        about = self._manifest()
        self.files: dict[str, str] = about["files"]
        self.editions: list[str] = sorted(about["editions"])

    def file(self, name: str) -> bytes:
        """Return a file that is as it was when the site was built."""
        if name not in self.files:
            raise _wrong(self.name, name, f"not in the manifest of the site: {_EXPECTED}")
        content = self.read(name)
        found = hashlib.sha256(content).hexdigest()
        if found != self.files[name]:
            raise _wrong(
                self.name,
                name,
                f"its SHA-256 is {found[:12]}..., in the site's manifest {self.files[name][:12]}"
                f"...: cut off, changed, or published anew this minute; try again, and if it "
                f"persists tell the publisher to run `adoption verify`",
            )
        return content

    def _manifest(self) -> dict[str, Any]:
        try:
            about: dict[str, Any] = json.loads(self.read(MANIFEST))
        except (ValueError, RecursionError) as error:
            if isinstance(error, DataError):
                raise
            raise _wrong(self.name, MANIFEST, f"is not JSON ({error}): {_EXPECTED}"[:300]) from None
        if not _is_manifest(about):
            raise _wrong(self.name, MANIFEST, f"is not the manifest of a site: {_EXPECTED}")
        if about.get("format") != FORMAT:
            raise _wrong(
                self.name,
                MANIFEST,
                f"has the format {about.get('format')!r:.20}, and this version reads the format "
                f"{FORMAT}: install a newer version",
            )
        return about

    def as_ours(self, error: DataError, name: str) -> DataError:
        """Return an error about a table as one about the site's file."""
        lists = {f"{one}.csv" for one in _LISTS}
        problems = [
            replace(one, file=f"data/{one.file}" if one.file in lists else name)
            for one in error.problems
        ]
        return DataError(problems, where=self.name)


def _is_manifest(about: Any) -> bool:
    files, editions = (
        (about.get("files"), about.get("editions")) if isinstance(about, dict) else (None, None)
    )
    return (
        isinstance(files, dict)
        and isinstance(editions, dict)
        and all(_DIGEST.fullmatch(str(digest)) for digest in files.values())
        and all(data.EDITION.fullmatch(name) for name in editions)
    )


def _rows(site: _Site, content: bytes) -> pd.DataFrame:
    """Return the rows of a JSON file, not yet checked."""
    try:
        rows = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _wrong(site.name, _OBSERVATIONS, f"is not JSON: {error}"[:300]) from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _wrong(site.name, _OBSERVATIONS, "is not a list of rows")
    return pd.DataFrame(rows)


def _read(folder: Path, name: str) -> bytes:
    path = folder / name
    if not path.is_file():
        raise FileNotFoundError(f"no file `{path}`: {_EXPECTED}")
    if path.stat().st_size > LARGEST:
        raise _too_large(str(folder), name)
    return path.read_bytes()


# A connection --------------------------------------------------------------------------------


def _address(place: str) -> str:
    """Return the address of a site, with a slash at its end; that of its first page will do."""
    expected = "an http or https address, such as https://example.org/genai/, or a folder"
    try:
        parts = urlsplit(place)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"`place` is {place!r} ({error}): {expected} is expected") from None
    if parts.username is not None or parts.password is not None:
        raise ValueError("`place` is an address with a name or password in it: leave them out")
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"`place` is {place!r}: {expected} is expected")
    path = parts.path.rpartition("/")[0] if parts.path.endswith(".html") else parts.path
    path = quote(path.rstrip("/") + "/", safe="/%:@!$&'()*+,;=~")
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _fetched(site: str, name: str, timeout: float) -> bytes:
    """Return a file of a site, in a thread that is left behind when the time is up."""
    answers: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()

    def fetch() -> None:
        try:
            answers.put(_content(site, name, timeout))
        except Exception as error:  # raised where it was asked for
            answers.put(error)

    threading.Thread(target=fetch, daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except queue.Empty:
        raise _too_slow(site, name, timeout) from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _content(site: str, name: str, timeout: float) -> bytes:
    headers = {
        "User-Agent": f"adoption/{metadata.version('adoption')}",
        "Accept-Encoding": "gzip",
    }
    request = urllib.request.Request(site + name, headers=headers)
    try:
        with _opener().open(request, timeout=timeout) as response:
            return _body(site, name, response, time.monotonic() + timeout)
    except DataError:
        raise
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(site, name, error) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(reason, TimeoutError):
            raise _too_slow(site, name, timeout) from None
        raise OSError(
            f"{site + name} could not be read ({str(reason)[:200]!r}): check the address and the "
            "connection"
        ) from None


def _body(site: str, name: str, response: http.client.HTTPResponse, deadline: float) -> bytes:
    """Return the content of an answer, unpacked, as long as it is neither too long nor too late."""
    kind = response.headers.get_content_type()
    if kind in ("text/html", "application/xhtml+xml"):
        raise _wrong(
            site, name,
            f"comes as {kind}, a page and not data (a sign-in, or a page for whatever is not "
            f"found?): {_EXPECTED}",
        )  # fmt: skip
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip"):
        raise _wrong(site, name, f"comes packed as {packing[:20]!r}: gzip or nothing is expected")
    unpacker = None if packing == "identity" else zlib.decompressobj(wbits=31)
    content = bytearray()
    while chunk := response.read1(_CHUNK):
        if time.monotonic() > deadline:
            raise TimeoutError
        try:
            content += unpacker.decompress(chunk, LARGEST + 1 - len(content)) if unpacker else chunk
        except zlib.error:
            raise _wrong(site, name, "is said to be gzip and is not") from None
        if len(content) > LARGEST:
            raise _too_large(site, name)
    return bytes(content)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few steps, to http or https, and never from https to http."""

    max_redirections = _REDIRECTS

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str
                         ) -> urllib.request.Request | None:  # fmt: skip
        """Return the next request, or None for a step that is not taken."""
        allowed = ("https",) if req.type == "https" else ("http", "https")
        if urlsplit(newurl).scheme not in allowed:
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    """Return what opens http and https, and nothing else: no file, no ftp."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
    ):
        opener.add_handler(handler)
    return opener


def _refusal(site: str, name: str, error: urllib.error.HTTPError) -> OSError:
    """Return what an answer other than 200 means and what to do."""
    code, address = error.code, site + name
    if 300 <= code < 400:
        target = str(error.headers.get("Location", ""))[:200]
        return OSError(
            f"{address} sends its readers on to {target!r}: at most {_REDIRECTS} steps are "
            "followed, to http or https, and none from https to http"
        )
    if code in (404, 410):
        advice = _EXPECTED if name == MANIFEST else "the site is not whole, tell its publisher"
        return FileNotFoundError(f"there is no {address} ({code}): {advice}")
    if code in (401, 403, 407):
        return PermissionError(f"{address} is not open to everyone ({code}): {_EXPECTED}")
    return OSError(f"{address} answers {code}: try again later, or tell its publisher")


def _wrong(site: str, name: str, message: str) -> DataError:
    return DataError([Problem(name, 0, "", "", "site", message)], where=site)


def _too_large(site: str, name: str) -> DataError:
    return _wrong(site, name, f"is longer than {LARGEST // 2**20} MiB: {_EXPECTED}")


def _too_slow(site: str, name: str, timeout: float) -> TimeoutError:
    return TimeoutError(
        f"{site + name} was not read within {timeout:g} seconds: try again, or give a longer "
        "`timeout`"
    )
