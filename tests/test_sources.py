"""Sites read by folder and by address, from a server on this machine that misbehaves on demand."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest
from small_site import EDITIONS, FEW

import adoption
from adoption import data, sources
from adoption.schema import DataError
from adoption.site import downloads

SERIES = ("cnnic-genai-users-chn", "cnnic-genai-penetration-chn")
LISTS = ("sources", "population", "geographies", "products", "population_groups")
LATER = "other-day/"  # where the server sends readers who are to be sent on


def site_files(figures: pd.DataFrame) -> dict[str, bytes]:
    """Return what a published site of two series has, as far as it is read."""
    rows = downloads.figures_table(figures[figures["series_id"].isin(SERIES)])
    kept = (data.forecasts_folder() / "2026Q2.csv").read_text(encoding="utf-8").splitlines(True)
    ahead = [line for line in kept[1:] if line.startswith(SERIES)]
    files = {f"data/{name}.csv": (data.raw_folder() / f"{name}.csv") for name in LISTS}
    return {
        "index.html": b"<!DOCTYPE html><title>A site</title>",
        "data/observations.json": downloads.json_text(downloads.records(rows)).encode(),
        "data/forecasts/2026Q2.csv": "".join([kept[0], *ahead]).encode(),
        **{name: path.read_bytes() for name, path in files.items()},
    }


def with_manifest(files: Mapping[str, bytes]) -> dict[str, bytes]:
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    about = {"format": 1, "editions": {"2026Q2": {"as_of": "2026-07-15"}}, "files": digests}
    return {**files, "manifest.json": json.dumps(about).encode()}


def changed(files: Mapping[str, bytes], name: str, before: str, after: str) -> dict[str, bytes]:
    """Return a site whose manifest agrees with a changed file."""
    text = files[name].decode()
    assert before in text
    return with_manifest(whole(files) | {name: text.replace(before, after, 1).encode()})


def whole(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that a manifest lists."""
    return {name: content for name, content in files.items() if name != "manifest.json"}


@dataclass
class Server:
    """What the server offers, and how it answers: the status, headers and body of a name."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Callable[..., None]:
    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return send


@pytest.fixture
def server(site: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    offered = Server(files=dict(site))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.removeprefix("/genai/").removeprefix(LATER)
            offered.asked.append(self.path)
            if name in offered.answers:
                offered.answers[name](self)
            elif name in offered.files:
                answer(body=offered.files[name])(self)
            else:
                answer(404)(self)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        offered.address = f"http://127.0.0.1:{running.server_port}/genai/"
        yield offered
        running.shutdown()


@pytest.fixture(scope="module")
def site(observations: pd.DataFrame) -> dict[str, bytes]:
    return with_manifest(site_files(observations))


@pytest.fixture
def folder(site: dict[str, bytes], tmp_path: Path) -> Path:
    return written(site, tmp_path / "site")


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


# What comes ----------------------------------------------------------------------------------


def test_an_address_gives_the_figures_of_the_site(server, observations):
    expected = observations[observations["series_id"].isin(SERIES)].reset_index(drop=True)
    pd.testing.assert_frame_equal(adoption.load(server.address), expected)


def test_an_address_gives_the_forecasts_of_an_edition(server):
    kept = adoption.load_forecasts("2026Q2")
    expected = kept[kept["series_id"].isin(SERIES)].reset_index(drop=True)
    pd.testing.assert_frame_equal(adoption.load_forecasts("2026Q2", server.address), expected)


@pytest.mark.slow
def test_a_site_as_it_is_built_gives_what_was_known_and_forecast(server, observations, built):
    server.files = {
        path.relative_to(built).as_posix(): path.read_bytes()
        for path in built.rglob("*") if path.is_file()
    }  # fmt: skip
    known = observations[
        observations["series_id"].isin(FEW) & (observations["known_from"] <= "2026-07-15")
    ]
    for place in (server.address, built):
        pd.testing.assert_frame_equal(adoption.load(place), known.reset_index(drop=True))
        for edition in EDITIONS:
            expected = data.load_forecasts(edition, built / "data" / "forecasts")
            pd.testing.assert_frame_equal(adoption.load_forecasts(edition, place), expected)


def test_the_folder_of_a_site_gives_what_its_address_gives(server, folder):
    pd.testing.assert_frame_equal(adoption.load(folder), adoption.load(server.address))
    pd.testing.assert_frame_equal(
        adoption.load_forecasts("2026Q2", str(folder)),
        adoption.load_forecasts("2026Q2", server.address),
    )


def test_a_checkout_and_a_folder_of_raw_files_give_the_same(tmp_path, observations):
    shutil.copytree(data.raw_folder(), tmp_path / "data" / "raw")
    shutil.copytree(data.forecasts_folder(), tmp_path / "data" / "forecasts")
    pd.testing.assert_frame_equal(adoption.load(tmp_path), observations)
    inside = tmp_path / "data" / "forecasts"
    pd.testing.assert_frame_equal(
        adoption.load_forecasts("2026Q2", tmp_path), adoption.load_forecasts("2026Q2", inside)
    )


@pytest.mark.parametrize("end", ["", "index.html", "?from=mail#top"])
def test_the_address_of_the_first_page_is_enough(server, end):
    address = server.address if end else server.address.rstrip("/")
    assert len(adoption.load_forecasts("2026Q2", address + end)) > 0
    assert server.asked == ["/genai/manifest.json", "/genai/data/forecasts/2026Q2.csv"]


def test_a_site_is_checked_against_its_own_lists(server, site):
    name = "data/observations.json"
    rows = site[name].replace(b'"product": "any-genai"', b'"product": "new-genai"')
    products = site["data/products.csv"] + b"new-genai,New generative AI,,,\n"
    server.files = with_manifest(whole(site) | {name: rows, "data/products.csv": products})
    assert adoption.load(server.address)["product"].unique().tolist() == ["new-genai"]


def test_packed_answers_are_unpacked(server):
    for name, content in server.files.items():
        server.answers[name] = answer(body=gzip.compress(content), Content_Encoding="gzip")
    assert len(adoption.load(server.address)) > 0


def test_a_step_to_another_address_is_followed(server):
    server.answers["manifest.json"] = answer(301, Location=f"/genai/{LATER}data/again.json")
    server.files["data/again.json"] = server.files["manifest.json"]
    assert len(adoption.load_forecasts("2026Q2", server.address)) > 0


def test_nothing_is_opened_without_an_address(monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(sources, "_fetched", refuse)
    assert len(adoption.load()) > 0
    assert len(adoption.load_forecasts("2026Q2", data.forecasts_folder())) > 0


def test_nothing_stays_on_disk(server, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    adoption.load(server.address)
    adoption.load_forecasts("2026Q2", server.address)
    assert list(tmp_path.iterdir()) == []


# What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (
            "ftp://example.org/genai",
            "an http or https address, such as .*, or a folder is expected",
        ),
        ("file:///etc/passwd", "an http or https address"),
        ("https:///genai", "an http or https address"),
        ("https://example.org:99999/", "Port out of range"),
        ("https://ann:secret@example.org/", "with a name or password in it: leave them out"),
    ],
)
def test_only_addresses_of_the_web_are_opened(place, message):
    with pytest.raises(ValueError, match=message) as refused:
        adoption.load(place)
    assert "secret" not in str(refused.value)


def test_what_is_no_edition_and_no_time_is_refused_before_anything_is_opened(server):
    with pytest.raises(ValueError, match="an edition is a year and a quarter"):
        adoption.load_forecasts("../2026Q2", server.address)
    with pytest.raises(ValueError, match="`timeout` is 0: seconds, more than 0"):
        adoption.load(server.address, timeout=0)
    assert server.asked == []


def test_a_folder_that_is_not_there_says_so(tmp_path):
    with pytest.raises(
        FileNotFoundError, match=r"no folder `example.org/x`; the address of a site"
    ):
        adoption.load("example.org/x")
    (tmp_path / "index.html").write_text("", encoding="utf-8")
    with pytest.raises(FileNotFoundError, match=r"manifest.json`: the address or folder of"):
        adoption.load(tmp_path)


def test_an_edition_without_forecasts_names_those_that_are_there(server, folder):
    for place in (server.address, folder):
        with pytest.raises(KeyError, match=r"no forecasts of the edition 2024Q4 in .*: 2026Q2"):
            adoption.load_forecasts("2024Q4", place)


@pytest.mark.parametrize(
    ("status", "kind", "message"),
    [
        (
            404,
            FileNotFoundError,
            r"there is no http://127.*manifest.json \(404\): the address or f",
        ),
        (403, PermissionError, r"is not open to everyone \(403\)"),
        (503, OSError, "answers 503: try again later"),
    ],
)
def test_an_answer_that_is_not_the_file_says_which(server, status, kind, message):
    server.answers["manifest.json"] = answer(status)
    with pytest.raises(kind, match=message):
        adoption.load(server.address)


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("ftp://127.0.0.1/manifest.json", "ftp://127.0.0.1/manifest.json"),
        ("file:///etc/passwd", "file:///etc/passwd"),
        ("/genai/manifest.json", "/genai/manifest.json"),
    ],
)
def test_steps_to_elsewhere_or_in_a_circle_are_not_followed(server, target, shown):
    server.answers["manifest.json"] = answer(302, Location=target)
    with pytest.raises(OSError, match=f"sends its readers on to '{shown}': at most 5 steps"):
        adoption.load(server.address)


@pytest.mark.parametrize(
    ("start", "target", "followed"),
    [("https", "http", False), ("https", "https", True), ("http", "https", True)],
)
def test_no_step_leads_from_https_to_http(start, target, followed):
    request = sources.urllib.request.Request(f"{start}://example.org/manifest.json")
    taken = sources._Redirects().redirect_request(
        request, None, 301, "", {}, f"{target}://example.org/genai/manifest.json"
    )
    assert (taken is not None) == followed


@pytest.mark.parametrize(
    ("body", "headers", "message"),
    [
        (b"<html>", {"Content_Type": "text/html"}, "comes as text/html, a page and not data"),
        (b"{", {}, "is not JSON"),
        (b"[" * 100_000, {}, "is not JSON"),
        (b"[]", {}, "is not the manifest of a site"),
        (b'{"files": {}}', {}, "is not the manifest of a site"),
        (b'{"files": {"a": "b"}, "editions": {}}', {}, "is not the manifest of a site"),
        (b'{"files": {}, "editions": {"2026Q9": 1}}', {}, "is not the manifest of a site"),
        (b'{"files": {}, "editions": {}, "format": 9}', {}, "has the format 9, .* a newer version"),
        (b'{"files": {}, "editions": {}, "format": 1}', {}, "not in the manifest of the site"),
        (b"{}", {"Content_Encoding": "br"}, "comes packed as 'br': gzip or nothing"),
        (b"{}", {"Content_Encoding": "gzip"}, "is said to be gzip and is not"),
    ],
)
def test_what_is_not_a_site_is_refused(server, body, headers, message):
    server.answers["manifest.json"] = answer(body=body, **headers)
    with pytest.raises(DataError, match=message) as refused:
        adoption.load(server.address)
    assert str(refused.value).startswith(f"1 problem in {server.address}\n")


@pytest.mark.parametrize("name", ["data/observations.json", "data/products.csv"])
def test_a_file_that_is_not_as_it_was_built_is_refused(server, folder, name):
    server.files[name] = server.files[name][:-20] + b"}\n]\n"
    (folder / name).write_bytes(server.files[name])
    for place in (server.address, folder):
        with pytest.raises(DataError, match=f"{name}  its SHA-256 is .* try again"):
            adoption.load(place)


def test_a_file_that_is_cut_off_is_refused(server):
    name = "data/forecasts/2026Q2.csv"
    packed = gzip.compress(server.files[name])
    server.answers[name] = answer(body=packed[:-300], Content_Encoding="gzip")
    with pytest.raises(DataError, match="cut off, changed"):
        adoption.load_forecasts("2026Q2", server.address)
    server.answers[name] = answer(body=server.files[name][:-300], Content_Length="100000000")
    with pytest.raises((DataError, OSError), match=r"cut off, changed|could not be read"):
        adoption.load_forecasts("2026Q2", server.address)


def test_a_file_of_the_manifest_that_is_missing_says_the_site_is_not_whole(server):
    del server.files["data/observations.json"]
    with pytest.raises(FileNotFoundError, match=r"observations.json \(404\): the site is not whol"):
        adoption.load(server.address)


def test_an_answer_without_end_is_given_up(server, monkeypatch):
    monkeypatch.setattr(sources, "LARGEST", 2**20)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        answer(body=b"{")(handler)
        while True:
            handler.wfile.write(b" " * 2**16)

    server.answers["manifest.json"] = silent(endless)
    with pytest.raises(DataError, match=r"manifest.json  is longer than 1 MiB"):
        adoption.load(server.address)


def test_an_answer_that_unpacks_to_much_more_is_not_unpacked(server, monkeypatch):
    monkeypatch.setattr(sources, "LARGEST", 2**20)
    bomb = gzip.compress(bytes(2**26))
    assert len(bomb) < 2**20
    server.answers["manifest.json"] = silent(answer(body=bomb, Content_Encoding="gzip"))
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match=r"manifest.json  is longer than 1 MiB"):
            adoption.load(server.address)
        assert tracemalloc.get_traced_memory()[1] < 2**23
    finally:
        tracemalloc.stop()


def silent(sent: Callable[[BaseHTTPRequestHandler], None]) -> Callable[..., None]:
    """Answer until the reader hangs up."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        try:
            sent(handler)
        except OSError:
            handler.close_connection = True

    return send


@pytest.mark.parametrize("part", ["nothing", "headers", "body"])
def test_an_answer_that_takes_too_long_is_given_up(server, part):
    def drip(handler: BaseHTTPRequestHandler) -> None:
        if part != "nothing":
            handler.wfile.write(b"HTTP/1.0 200 OK\r\n" + b"\r\n" * (part == "body"))
        for _ in range(100):
            time.sleep(0.02)
            handler.wfile.write(b"" if part == "nothing" else b" ")

    server.answers["manifest.json"] = silent(drip)
    before = time.monotonic()
    with pytest.raises(TimeoutError, match=r"was not read within 0.2 seconds: .* `timeout`"):
        adoption.load(server.address, timeout=0.2)
    assert time.monotonic() - before < 1.5


def test_a_server_that_is_not_there_or_speaks_otherwise_says_so(server):
    def noise(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"SSH-2.0-OpenSSH\r\n")

    server.answers["manifest.json"] = noise
    with pytest.raises(OSError, match=r"manifest.json could not be read .* check the address"):
        adoption.load(server.address)
    secure = server.address.replace("http:", "https:")
    with pytest.raises(OSError, match="could not be read"):
        adoption.load(secure)
    nobody = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    nobody.server_close()
    with pytest.raises(OSError, match=r"could not be read .*refused.*: check the address"):
        adoption.load(f"http://127.0.0.1:{nobody.server_port}/")


@pytest.mark.parametrize(
    ("name", "before", "after", "message"),
    [
        ("data/observations.json", '"value": 42.8', '"value": 142.8', "`value` is 142.8"),
        ("data/observations.json", '"value": 42.8', '"value": Infinity', "`value` is 'inf'"),
        ("data/observations.json", '"value": 42.8', '"value": [42.8]', "`value` is"),
        ("data/observations.json", '"geo": "CHN"', '"geo": "CHI"', "`geo` is 'CHI'"),
        ("data/observations.json", '"source_title": "', '"source_title": "<b>', "markup"),
        ("data/observations.json", '"retrieved"', '"read"', "`retrieved` is ''"),
        ("data/sources.csv", "\ncnnic,", "\nCNNIC,", "`source_id` is 'CNNIC'"),
        ("data/population.csv", "geo,year", "geo;year", "no column `geo;year`"),
    ],
)
def test_figures_from_elsewhere_go_through_the_same_door(
    server, site, name, before, after, message
):
    server.files = changed(site, name, before, after)
    with pytest.raises(DataError, match=message) as refused:
        adoption.load(server.address)
    assert refused.value.where == server.address
    assert name in {problem.file for problem in refused.value.problems}


@pytest.mark.parametrize("content", [b"{}", b"[1]", b"[", b"[]"])
def test_data_that_are_no_rows_are_refused(server, site, content):
    server.files = with_manifest(whole(site) | {"data/observations.json": content})
    with pytest.raises(DataError, match=r"not JSON|not a list of rows|no column .*`series_id`"):
        adoption.load(server.address)


def test_forecasts_from_elsewhere_go_through_the_same_door(server, site):
    name = "data/forecasts/2026Q2.csv"
    server.files = changed(site, name, ",0.5,", ",1.5,")
    with pytest.raises(DataError, match=r"`quantile_level` is 1.5") as refused:
        adoption.load_forecasts("2026Q2", server.address)
    assert {problem.file for problem in refused.value.problems} == {name}


def test_names_in_a_manifest_lead_nowhere(server, site):
    about = json.loads(site["manifest.json"])
    about["files"]["../../etc/passwd"] = "0" * 64
    server.files["manifest.json"] = json.dumps(about).encode()
    adoption.load(server.address)
    assert all(path.startswith("/genai/") and ".." not in path for path in server.asked)
