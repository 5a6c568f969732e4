"""Damaged raw files: each kind of damage is found, at its line, with what to write instead.

Three groups: one damaged cell in a row of its own (all rows in one file, checked at once), one
damaged file among sound ones (again all at once), and damage to a whole folder (one copy each).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from damage import (
    RAW,
    cell,
    change_bytes,
    line_of,
    read_rows,
    set_cell,
    small_folder,
    write_rows,
)

from adoption import cli, data, raw
from adoption.schema import Problem


@pytest.fixture(scope="session")
def sound(tmp_path_factory):
    """Return a small sound folder, never changed."""
    folder = small_folder(tmp_path_factory.mktemp("sound") / "raw")
    assert data.check(folder) == []
    return folder


@pytest.fixture
def folder(sound, tmp_path):
    """Return a copy of the small folder, to be damaged."""
    return Path(shutil.copytree(sound, tmp_path / "raw"))


def check(path: Path, capsys) -> list[Problem]:
    """Check through the command line and return its findings."""
    status = cli.main(["check", str(path), "--json"])
    printed = capsys.readouterr()
    assert printed.err == ""
    problems = [Problem(**finding) for finding in json.loads(printed.out)]
    assert status == (1 if problems else 0)
    return problems


# --- one damaged cell ----------------------------------------------------------------------------


class Cell(NamedTuple):
    column: str
    text: str
    rule: str
    words: str
    row: str = "share"


SHARE = {
    "series_id": "cnnic-kimi-usage-chn", "source_id": "cnnic", "geo": "CHN",
    "indicator": "penetration", "product": "kimi", "purpose": "any",
    "population_group": "internet users", "unit_of_observation": "person", "weighting": "person",
    "usage_window": "unspecified", "period_start": "2025-12-01", "period_end": "2025-12-31",
    "value": "42.8", "rounding": "0.05", "bound": "exact", "sample_size": "30000",
    "margin_of_error": "1.5", "standard_error": "0.75", "obs_status": "ep",
    "released": "2026-02-05", "url": "https://www.cnnic.net.cn/57?a=b#c",
    "source_title": "CNNIC: 57th report, table 3", "primary": "yes", "retrieved": "2026-11-22",
    "notes": "",
}  # fmt: skip
COUNT = SHARE | {
    "series_id": "cnnic-kimi-users-chn", "indicator": "users", "weighting": "none",
    "population_group": "total population", "value": "602000000", "rounding": "500000",
    "sample_size": "", "margin_of_error": "", "standard_error": "",
}  # fmt: skip

CELLS = [
    # numbers (C17 to C20)
    Cell("value", "42.8%", "number", "without its unit: 42.8"),
    Cell("value", "428‰", "number", "without its unit"),
    Cell("value", "602,000,000", "number", "without separators: 602000000", "count"),
    Cell("value", "602 000 000", "number", "without separators: 602000000", "count"),
    Cell("value", "602'000'000", "number", "without separators: 602000000", "count"),
    Cell("value", "1,408", "number", "without separators: 1408", "count"),
    Cell("value", "42,8", "number", "a decimal point: 42.8"),
    Cell("value", "42.8.1", "number", "write a number alone"),
    Cell("value", "20-23", "number", "a range is not a figure"),
    Cell("value", "20–23", "number", "a range is not a figure"),
    Cell("value", "20 to 23", "number", "a range is not a figure"),
    Cell("value", "40.51 TP4T", "number", "write a number alone"),
    Cell("value", "about 600 million", "number", "write a number alone", "count"),
    Cell("value", "6.02亿", "number", "write a number alone", "count"),
    Cell("value", "inf", "number", "infinity is not a figure"),
    Cell("value", "-Infinity", "number", "infinity is not a figure"),
    Cell("value", "nan", "number", "not published is absent"),
    Cell("value", "NA", "number", "not published is absent"),
    Cell("value", "-", "number", "not published is absent"),
    Cell("value", "..", "number", "not published is absent"),
    Cell("value", "#N/A", "number", "not published is absent"),
    Cell("value", "", "empty", "never empty"),
    Cell("value", "True", "number", "a yes or no is not a number"),
    Cell("value", "6.02e8", "number", "in full: 602000000", "count"),
    Cell("value", "6.02E+08", "number", "in full: 602000000", "count"),
    Cell("value", "４２.８", "number", "write 42.8"),
    Cell("value", "٤٢", "number", "write a number alone"),
    Cell("value", " 42.8", "number", "write 42.8"),
    Cell("value", "042.8", "number", "no leading zeros"),
    Cell("value", "+42.8", "number", "no sign"),
    Cell("value", "0x2A", "number", "write a number alone"),
    Cell("value", "42_8", "number", "write a number alone"),
    Cell("value", "9" * 400, "number", "more than the"),
    Cell("value", "=42.8", "number", "write a number alone"),
    Cell("value", "4280.0", "share-range", "a share in percent, 0 to 100"),
    Cell("value", "-42.8", "share-range", "a share in percent, 0 to 100"),
    Cell("value", "-602000000", "count-whole", "zero or more", "count"),
    Cell("value", "602000000.5", "count-whole", "a whole count", "count"),
    Cell("value", "602000000.0", "digits", "written with no decimals", "count"),
    Cell("value", "43", "digits", "written with one decimal"),
    Cell("value", "42.80", "digits", "written with one decimal"),
    Cell("value", "602300000", "precision", "other digits than the precision", "count"),
    Cell("value", "1602000000", "population", "more than the total population", "count"),
    Cell("rounding", "0.5", "digits", "written with no decimals"),
    Cell("rounding", "0", "rounding-range", "above zero"),
    Cell("rounding", "-0.05", "rounding-range", "above zero"),
    Cell("rounding", "", "empty", "never empty"),
    Cell("margin_of_error", "300", "survey-error-range", "at most 50"),
    Cell("margin_of_error", "-1.5", "survey-error-range", "above 0"),
    Cell("standard_error", "0", "survey-error-range", "above 0"),
    Cell("margin_of_error", "1.5", "survey-error-range", "belongs to a share", "count"),
    Cell("sample_size", "30000.0", "count", "a whole number has no decimals: write 30000"),
    Cell("sample_size", "30,000", "count", "without separators: 30000"),
    Cell("sample_size", "-5", "count", "write a whole number alone"),
    Cell("sample_size", "9" * 30, "count", "more than the 15"),
    # dates (C33)
    Cell("period_end", "06/07/2025", "date", "write YYYY-MM-DD"),
    Cell("period_end", "31.12.2025", "date", "write YYYY-MM-DD"),
    Cell("period_end", "202506", "date", "which day?"),
    Cell("period_end", "2025-06", "date", "which day?"),
    Cell("period_end", "2025", "date", "which day?"),
    Cell("period_end", "2025-02-30", "date", "no such day"),
    Cell("period_end", "1025-12-31", "date", "outside 1990 to 2100"),
    Cell("period_end", "2025-6-30", "date", "such as 2025-12-31"),
    Cell("period_end", "2025/06/30", "date", "such as 2025-12-31"),
    Cell("period_end", "30 June 2025", "date", "such as 2025-12-31"),
    Cell("period_end", "46022", "date", "such as 2025-12-31"),
    Cell("period_end", "2025-12-31T00:00:00", "date", "such as 2025-12-31"),
    Cell("period_end", "２０２５-12-31", "date", "such as 2025-12-31"),
    Cell("period_end", "", "empty", "never empty"),
    Cell("period_end", "2025-11-30", "period-order", "ends before, on 2025-11-30"),
    Cell("released", "2025-12-05", "released-early", "before its period ends on 2025-12-31"),
    Cell("released", "unknown", "date", "such as 2025-12-31"),
    Cell("retrieved", "2026-01-22", "retrieved-early", "one of the dates is wrong"),
    Cell("period_end", "2035-12-31", "retrieved-early", "one of the dates is wrong"),
    # codes (C16, C21 to C23)
    Cell("geo", "CN", "code", "`CHN` (China)"),
    Cell("geo", "CNH", "code", "the nearest code is `CHN`"),
    Cell("geo", "chn", "code", "the nearest code is `CHN`"),
    Cell("geo", " CHN", "code", "the nearest code is `CHN`"),
    Cell("geo", "China", "code", "the nearest code is `CHN`"),
    Cell("geo", "NA", "code", "the nearest codes are `NAM` (Namibia)"),
    Cell("geo", "Turkey", "code", "the nearest code is `TUR`"),
    Cell("geo", "Tu\u0308rkiye", "code", "the nearest code is `TUR`"),
    Cell("geo", "156", "code", "not a code of geographies.csv"),
    Cell("geo", "", "empty", "never empty"),
    Cell("indicator", "penetraton", "code", "the nearest code is `penetration`"),
    Cell("product", "ChatGPT", "code", "the nearest code is `chatgpt`"),
    Cell("product", "chatgtp", "code", "the nearest code is `chatgpt`"),
    Cell("purpose", "Work", "code", "the nearest code is `work`"),
    Cell("usage_window", "month", "code", "the nearest code is `monthly`"),
    Cell("unit_of_observation", "persons", "code", "the nearest code is `person`"),
    Cell("weighting", "weighted", "code", "not a code"),
    Cell("population_group", "Internet Users", "code", "the nearest code is `internet users`"),
    Cell("source_id", "cnic", "code", "the nearest code is `cnnic`"),
    Cell("bound", "at least", "code", "(exact, lower)"),
    Cell("primary", "TRUE", "flag", "write yes or no"),
    Cell("primary", "1", "flag", "write yes or no"),
    Cell("obs_status", "x", "status", "letters of b d e i p u"),
    Cell("obs_status", "pe", "status", "in this order"),
    # identifiers and addresses (S14 to S16)
    Cell("series_id", "../../etc/passwd", "id", "lower-case words joined by hyphens"),
    Cell("series_id", "CNNIC-kimi", "id", "lower-case words joined by hyphens"),
    Cell("series_id", "cnnic kimi", "id", "lower-case words joined by hyphens"),
    Cell("series_id", "cnnic_kimi", "id", "lower-case words joined by hyphens"),
    Cell("series_id", "cnnic-k\u0456mi", "id", "lower-case words joined by hyphens"),
    Cell("series_id", "-cnnic-kimi", "id", "lower-case words joined by hyphens"),
    Cell("series_id", "c" * 300, "id", "more than the 120"),
    Cell("series_id", "cnnic-genai-users-chn", "identity", "a changed definition is a new series"),
    Cell("url", "www.cnnic.cn/57", "url", "starts with http:// or https://"),
    Cell("url", "javascript:alert(1)", "url", "starts with http:// or https://"),
    Cell("url", "data:text/html,x", "url", "starts with http:// or https://"),
    Cell("url", "ftp://cnnic.cn/57", "url", "starts with http:// or https://"),
    Cell("url", "file:///etc/passwd", "url", "starts with http:// or https://"),
    Cell("url", "https://", "url", "starts with http:// or https://"),
    Cell("url", "http://cnnic/57", "url", "starts with http:// or https://"),
    Cell("url", "https://cnnic.cn/5 7", "url", "starts with http:// or https://"),
    Cell("url", 'https://cnnic.cn/"><script>', "url", "starts with http:// or https://"),
    Cell("url", "https://cnnic.cn/\u202e75", "url", "starts with http:// or https://"),
    Cell("url", "https://cnnic.cn/" + "a" * 2000, "url", "more than the 1000"),
    # text (C14, C15, C22; S11 to S13)
    Cell("source_title", "=HYPERLINK(1)", "text", "as a formula"),
    Cell("source_title", "+1.9 points", "text", "as a formula"),
    Cell("source_title", "-2+3+cmd", "text", "as a formula"),
    Cell("source_title", "@SUM(A1)", "text", "as a formula"),
    Cell("source_title", "\t=1", "text", "spaces at its start"),
    Cell("source_title", "<script>alert(1)</script>", "text", "markup or code"),
    Cell("source_title", "a <b>bold</b> title", "text", "markup or code"),
    Cell("source_title", "a <img src=x onerror=y>", "text", "markup or code"),
    Cell("source_title", "Ben &amp; Jerry", "text", "markup or code"),
    Cell("source_title", "[click](http://x.cn)", "text", "markup or code"),
    Cell("notes", "as `{python} 1/0` says", "text", "markup or code"),
    Cell("notes", "{{< include /etc/passwd >}}", "text", "markup or code"),
    Cell("source_title", "Do\u00c3\u00b1a Ana", "text", "probably 'Doña Ana' is meant"),
    Cell("source_title", "T\u00c3\u00bcrkiye", "text", "probably 'Türkiye' is meant"),
    Cell("source_title", "T\u221a\u00barkiye", "text", "probably 'Türkiye' is meant"),
    Cell("source_title", "中国 and China\u00e2\u20ac\u2122s", "text", "'中国 and China’s'"),
    Cell("source_title", "T\ufffdrkiye", "text", "a replacement character"),
    Cell("source_title", "T?rkiye", "text", "a letter was lost"),
    Cell("source_title", "Tu\u0308rkiye", "text", "write 'Türkiye' (NFC)"),
    Cell("source_title", "ＣＮＮＩＣ\u200b", "text", "invisible"),
    Cell("source_title", "CNNIC \u202etroper", "text", "invisible"),
    Cell("source_title", "CNNIC\u00ad report", "text", "invisible"),
    Cell("source_title", "CNNIC\u2028report", "text", "invisible"),
    Cell("source_title", "CNNIC\x07", "text", "invisible"),
    Cell("source_title", "CNNIC report ", "text", "spaces at its start or end"),
    Cell("source_title", "", "empty", "never empty"),
    Cell("source_title", 'an "open quotation', "text", "without its partner"),
    Cell("notes", "very " * 50_000 + "long", "text", "250004 characters"),
]  # fmt: skip


@pytest.fixture(scope="module")
def cell_findings(sound, tmp_path_factory):
    """Put each damaged cell into a row of its own; return the findings of each line."""
    folder = Path(shutil.copytree(sound, tmp_path_factory.mktemp("cells") / "raw"))
    path = folder / "cnnic.csv"
    rows = read_rows(path)
    first_line = len(rows) + 1
    for number, case in enumerate(CELLS):
        row = (COUNT if case.row == "count" else SHARE).copy()
        row["series_id"] += f"-{number}"
        row[case.column] = case.text
        rows.append([row[name] for name in rows[0]])
    write_rows(path, rows)
    raw.write_manifest(folder)
    by_line: dict[int, list[Problem]] = {line: [] for line in range(first_line, len(rows) + 1)}
    elsewhere = []
    for problem in data.check(folder):
        here = problem.file == "cnnic.csv" and problem.line in by_line
        (by_line[problem.line] if here else elsewhere).append(problem)
    # a row that takes the name of another series makes neighbours of the two
    assert {problem.rule for problem in elsewhere} <= {"neighbours"}
    return list(by_line.values())


@pytest.mark.parametrize(
    "number", range(len(CELLS)), ids=[f"{c.column}-{c.text[:24]!r}" for c in CELLS]
)
def test_a_damaged_cell_is_found_at_its_line(cell_findings, number):
    case, found = CELLS[number], cell_findings[number]
    named = [problem for problem in found if problem.rule == case.rule]
    assert named, [str(problem) for problem in found]
    assert case.words in named[0].message
    assert "Traceback" not in named[0].message
    assert len(named[0].message) < 400


def test_rows_without_damage_have_no_finding(folder, capsys):
    path = folder / "cnnic.csv"
    rows = read_rows(path)
    rows += [[row[name] for name in rows[0]] for row in (SHARE, COUNT)]
    write_rows(path, rows)
    raw.write_manifest(folder)
    assert check(folder, capsys) == []


# --- one damaged file ----------------------------------------------------------------------------

SOURCE = "made-up-survey"
GOOD_ROWS = 5


class File(NamedTuple):
    kind: str
    change: Callable[[bytes], bytes]
    rule: str
    line: int
    words: str


def lines(content: bytes) -> list[bytes]:
    return content.removesuffix(b"\n").split(b"\n")


def joined(parts: list[bytes]) -> bytes:
    return b"\n".join(parts) + b"\n"


def in_line(number: int, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        parts = lines(content)
        assert old in parts[number - 1]
        parts[number - 1] = parts[number - 1].replace(old, new, 1)
        return joined(parts)

    return change


def without_column(content: bytes) -> bytes:
    return joined([b",".join([f for n, f in enumerate(p.split(b",")) if n != 12])
                   for p in lines(content)])  # fmt: skip


def reordered(content: bytes) -> bytes:
    parts = [line.split(b",") for line in lines(content)]
    return joined([b",".join([fields[1], fields[0], *fields[2:]]) for fields in parts])


def twice(content: bytes) -> bytes:
    return joined([line + b"," + line.split(b",")[2] for line in lines(content)])


FILES = [
    # encodings (C14, C15)
    File("mark", lambda c: b"\xef\xbb\xbf" + c, "byte-order-mark", 1, "UTF-8 without one"),
    File("crlf", lambda c: c.replace(b"\n", b"\r\n"), "line-ends", 1, "line feeds only"),
    File("crlf-one", in_line(4, b"any", b"any\r"), "line-ends", 4, "line feeds only"),
    File("cr", lambda c: c.replace(b"\n", b"\r"), "line-ends", 1, "line feeds only"),
    File("zero-byte", in_line(3, b"any", b"a\0ny"), "zero-byte", 3, "a zero byte"),
    File("mac-roman", in_line(3, b"Example", "Türkiye".encode("mac_roman")), "encoding", 3, "T"),
    File("latin", in_line(3, b"Example", "Türkiye".encode("cp1252")), "encoding", 3, "Türkiye"),
    File("gb18030", in_line(3, b"Example", "中国互联网".encode("gb18030")), "encoding", 3, "UTF-8"),
    File("utf-16", lambda c: c.decode().encode("utf-16"), "encoding", 1, "UTF-8"),
    File("cut-letter", in_line(5, b"Example", "é".encode()[:1]), "encoding", 5, "UTF-8"),
    # the header (C32)
    File("renamed", in_line(1, b"period_end", b"period_ende"), "column-unknown", 1, "`period_end`"),
    File("missing", without_column, "column-missing", 1, "data/raw/README.md has the codebook"),
    File("extra", in_line(1, b"notes", b"notes,comment"), "column-unknown", 1, "`comment`"),
    File("reordered", reordered, "column-order", 1, "the header is series_id,source_id"),
    File("twice", twice, "column-twice", 1, "`geo` stands 2 times"),
    File("capitals", in_line(1, b"value", b"Value"), "column-unknown", 1, "`value`"),
    File("spaced", in_line(1, b",value", b", value"), "column-unknown", 1, "`value`"),
    File("no-header", lambda c: joined(lines(c)[1:]), "column-missing", 1, "`value` is missing"),
    File("semicolons", lambda c: c.replace(b",", b";"), "delimiter", 1, "separated by semicolons"),
    File("tabs", lambda c: c.replace(b",", b"\t"), "delimiter", 1, "separated by tabs"),
    File("bars", lambda c: c.replace(b",", b"|"), "delimiter", 1, "separated by bars"),
    File("page", lambda c: b"<!doctype html>\n<p>404</p>\n", "column-missing", 1, "is missing"),
    File("json", lambda c: b'{"a": [1, 2]}\n', "column-missing", 1, "is missing"),
    File("zip", lambda c: b"PK\x03\x04\x14\0\x06\0\x08\0" * 99, "encoding-or-header", 1, ""),
    # records (C32)
    File("short-row", in_line(3, b",any,", b","), "field-count", 3, "24 fields where the header"),
    File("long-row", in_line(3, b",any,", b",any,,"), "field-count", 3, "26 fields where"),
    File("comma", in_line(3, b"Example", b"Exam, ple"), "field-count", 3, "in double quotes"),
    File("open-quote", in_line(3, b"Example", b'"Example'), "quoting-or-break", 3, ""),
    File("stray-quote", in_line(3, b"Example,", b'"Exa"mple,'), "quoting", 3, "do not close"),
    File("break", in_line(3, b"Example", b'"Exa\nmple"'), "line-break", 3, "stands on one line"),
    File("empty-line", in_line(3, b"case-", b"\ncase-"), "empty-line", 3, "remove it"),
    File("trailing", lambda c: c + b"\n", "empty-line", 7, "remove it"),
    File("commas-only", lambda c: c + b"," * 24 + b"\n", "empty", 7, "never empty"),
    File("two-headers", lambda c: c + lines(c)[0] + b"\n", "number", 7, "write a number alone"),
    # cut off (C24)
    File("empty", lambda c: b"", "empty-file", 0, "the file is empty"),
    File("blank", lambda c: b" \n\n", "empty-file", 0, "the file is empty"),
    File("header-only", lambda c: lines(c)[0] + b"\n", "no-rows", 1, "a header and no row"),
    File("cut-cell", lambda c: c[:-30], "field-count", 6, "fields where the header has 25"),
    File("cut-end", lambda c: c[:-1], "cut-off", 6, "may be cut off"),
    File("cut-rows", lambda c: joined(lines(c)[:4]), "rows-lost", 5, "2 rows fewer"),
    File("first-row", lambda c: joined([*lines(c)[:1], *lines(c)[2:]]), "rows-lost", 6, "1 rows"),
    # what only the manifest can know (C34 to C36)
    File("swapped", lambda c: in_line(2, b"20.5", b"21.5")(in_line(3, b"21.5", b"20.5")(c)),
         "manifest", 2, "lines 2 to 3 changed"),
    File("one-digit", in_line(4, b"22.5", b"22.4"), "manifest", 4, "line 4 changed"),
    File("shuffled", lambda c: joined([lines(c)[0], *reversed(lines(c)[1:])]), "manifest", 2, ""),
    File("appended", lambda c: c + lines(c)[-1].replace(b"2025-12-31", b"2026-01-31"),
         "manifest", 7, "added since"),
]  # fmt: skip


def good_file(name: str) -> list[list[str]]:
    """Return the rows of a sound file with a series of its own."""
    rows = []
    for number in range(GOOD_ROWS):
        row = SHARE | {
            "series_id": f"case-{name}", "source_id": SOURCE, "product": "any-genai",
            "period_start": f"2025-0{number + 1}-01", "period_end": f"2025-0{number + 1}-28",
            "value": f"{20.5 + number}", "source_title": "Example",
        }  # fmt: skip
        rows.append(list(row.values()))
    return [list(SHARE), *rows]


def _add_source(folder: Path) -> None:
    sources = read_rows(folder / "sources.csv")
    row = dict(zip(sources[0], sources[1], strict=True)) | {"source_id": SOURCE, "file": ""}
    write_rows(folder / "sources.csv", [*sources, list(row.values())])


def _write_good(folder: Path, name: str) -> bytes:
    path = folder / f"case-{name}.csv"
    write_rows(path, good_file(name))
    return path.read_bytes()


@pytest.fixture(scope="module")
def file_findings(sound, tmp_path_factory):
    """Put every damaged file beside the sound ones; return the findings of each."""
    folder = Path(shutil.copytree(sound, tmp_path_factory.mktemp("files") / "raw"))
    _add_source(folder)
    for case in FILES:
        _write_good(folder, case.kind)
    raw.write_manifest(folder)
    assert data.check(folder) == []
    for case in FILES:
        path = folder / f"case-{case.kind}.csv"
        path.write_bytes(case.change(path.read_bytes()))
    found: dict[str, list[Problem]] = {}
    for problem in data.check(folder):
        found.setdefault(problem.file, []).append(problem)
    assert set(found) <= {f"case-{case.kind}.csv" for case in FILES}
    return found


@pytest.mark.parametrize("case", FILES, ids=lambda case: case.kind)
def test_a_damaged_file_is_found_and_no_other_is_blamed(file_findings, case):
    found = file_findings[f"case-{case.kind}.csv"]
    rules = {
        "quoting-or-break": ("quoting", "line-break"),
        "encoding-or-header": ("encoding", "column-missing"),
    }.get(case.rule, (case.rule,))
    named = [problem for problem in found if problem.rule in rules]
    assert case.line in [problem.line for problem in named], [str(problem) for problem in found]
    assert any(case.words in problem.message for problem in named)
    assert all(problem.message for problem in found)


def test_a_file_cut_at_any_byte_is_found(sound, tmp_path):
    folder = Path(shutil.copytree(sound, tmp_path / "raw"))
    _add_source(folder)
    length = len(_write_good(folder, "cut-0000"))
    cuts = [*range(0, length, 37), length - 1]
    for cut in cuts:
        _write_good(folder, f"cut-{cut:04}")
    raw.write_manifest(folder)
    whole = {cut: (folder / f"case-cut-{cut:04}.csv").read_bytes() for cut in cuts}
    for cut in cuts:
        (folder / f"case-cut-{cut:04}.csv").write_bytes(whole[cut][:cut])
    problems = data.check(folder)
    for cut in cuts:
        last_line = whole[cut][:cut].count(b"\n") + 1
        lines_named = {p.line for p in problems if p.file == f"case-cut-{cut:04}.csv"}
        assert lines_named & {0, 1, last_line, last_line + 1}, (cut, last_line, lines_named)
    assert {p.file[:9] for p in problems} == {"case-cut-"}


# --- a damaged folder ----------------------------------------------------------------------------


class Damage(NamedTuple):
    kind: str
    damage: Callable[[Path], int]  # returns the damaged line, 0 for the file as a whole
    file: str
    rule: str
    words: str


def edit(file: str, at: str, column: str, text: str) -> Callable[[Path], int]:
    """Put a text into the cell of the line that contains `at`."""

    def damage(folder: Path) -> int:
        line = line_of(folder / file, at)
        set_cell(folder / file, line, column, text)
        return line

    return damage


def copy_line(file: str, at: str, **cells: str) -> Callable[[Path], int]:
    """Add a copy of the line that contains `at`, with some cells changed."""

    def damage(folder: Path) -> int:
        rows = read_rows(folder / file)
        line = line_of(folder / file, at)
        row = dict(zip(rows[0], rows[line - 1], strict=True)) | cells
        write_rows(folder / file, [*rows, list(row.values())])
        return len(rows) + 1

    return damage


def on(file: str, change: Callable[[Path], object]) -> Callable[[Path], int]:
    def damage(folder: Path) -> int:
        change(folder / file)
        return 0

    return damage


def replaced_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def replaced_by_link(path: Path) -> None:
    target = path.with_suffix(".elsewhere")
    path.rename(target)
    path.symlink_to(target)


def replaced_by_broken_link(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_suffix(".nowhere"))


def replaced_by_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def new_manifest(change: Callable[[dict], object]) -> Callable[[Path], int]:
    def damage(folder: Path) -> int:
        path = folder / raw.MANIFEST
        content = json.loads(path.read_text())
        path.write_text(json.dumps(change(content)))
        return 0

    return damage


def without_flags(folder: Path) -> int:
    rows = read_rows(folder / "microsoft.csv")
    flags = rows[0].index("obs_status")
    changed = [n for n, row in enumerate(rows, start=1) if row[0].endswith("-cmr")]
    for number in changed:
        rows[number - 1][flags] = rows[number - 1][flags].replace("i", "")
    write_rows(folder / "microsoft.csv", rows)
    return changed[0]


USERS_NOW = "cnnic-genai-users-chn,cnnic,CHN,users,any-genai,any,total population,person,none,\
unspecified,2025-12-31"
SHARE_NOW = "cnnic-genai-penetration-chn,cnnic,CHN,penetration,any-genai,any,total population,\
person,person,unspecified,2025-12-31"

# the damages of one list are done to one copy, each to rows or files of its own
ROWS = [
    Damage("same-row-twice", copy_line("cnnic.csv", USERS_NOW), "cnnic.csv", "duplicate",
           "two rows for `cnnic-genai-users-chn`, period ending 2025-12-31"),
    Damage("other-value", copy_line("cnnic.csv", SHARE_NOW, value="43.1"), "cnnic.csv",
           "duplicate", "two rows for `cnnic-genai-penetration-chn`"),
    Damage("another-year", edit("cnnic.csv", "2025-06-30,1123000000", "value", "298000000"),
           "cnnic.csv", "denominator", "a figure of another year"),
    Damage("pool-unflagged", without_flags, "microsoft.csv", "imputed",
           "flagged i (imputed) in `obs_status`"),
    Damage("wrong-file", copy_line("cnnic.csv", "2025-06-30,515000000", source_id="nbs-china",
           series_id="nbs-users"), "cnnic.csv", "wrong-file", "stand in nbs-china.csv"),
    Damage("other-window", edit("cnnic.csv", "unspecified,2023-12-31,2023-12-31,77.5",
           "usage_window", "monthly"), "cnnic.csv", "identity", "is a new series"),
    Damage("other-unit", edit("cnnic.csv", "2023-06-30,1079000000", "unit_of_observation",
           "account"), "cnnic.csv", "identity", "is a new series"),
    Damage("ten-times-more", edit("nbs-china.csv", "1404890000", "value", "14048900000"),
           "nbs-china.csv", "population", "14.0 billion is more than the total population of CHN"),
]  # fmt: skip
TENTH = [
    Damage("ten-times-less", edit("cnnic.csv", "2025-06-30,515000000", "value", "51500000"),
           "cnnic.csv", "neighbours", "a power of ten, another year or another series?"),
]  # fmt: skip
IMPLIED = [
    Damage("other-population", edit("cnnic.csv", USERS_NOW, "value", "702000000"), "cnnic.csv",
           "implied-population", "imply another total population than population.csv has"),
]  # fmt: skip
BREAKS = [
    Damage("break-unflagged", edit("cnnic.csv", "69.2,0.05,exact", "obs_status", ""), "cnnic.csv",
           "break-flag", "this figure carries the flag b"),
    Damage("break-unlisted", edit("cnnic.csv", USERS_NOW, "obs_status", "b"), "cnnic.csv",
           "break-flag", "breaks.csv has no break of `cnnic-genai-users-chn`"),
    Damage("break-of-no-series", edit("breaks.csv", "xai-grok-mau-wld,xai", "series_id_after",
           "xai-grok-mau-wrld"), "breaks.csv", "series-unknown",
           "the nearest name is `xai-grok-mau-wld`"),
    Damage("correction-of-no-series", on("corrections.csv", lambda path: set_cell(
           path, 2, "series_id", "cnnic-nothing")), "corrections.csv", "series-unknown",
           "no series `cnnic-nothing`"),
]  # fmt: skip
TABLES = [
    Damage("claim-base-late", edit("claims.csv", "yoy_percent,141.7", "base_period_end",
           "2026-12-31"), "claims.csv", "base-order", "not before the period"),
    Damage("claim-without-base", edit("claims.csv", "yoy_points,25.2", "base_period_end", ""),
           "claims.csv", "base-missing", "names the period it compares with"),
    Damage("claim-kind", on("claims.csv", lambda path: set_cell(path, 2, "claim_kind", "growth")),
           "claims.csv", "code", "(level, yoy_percent"),
    Damage("population-zero", edit("population.csv", "CHN,2024,total population,1419321282",
           "value", "0"), "population.csv", "positive", "a population is above zero"),
    Damage("population-digit", edit("population.csv", "USA,2024,adults 18+", "value", "26794713"),
           "population.csv", "year-step", "a digit lost, or another group?"),
    Damage("population-year", edit("population.csv", "NAM,2024,adults 18+", "year", "20245"),
           "population.csv", "year", "a year of four digits"),
    Damage("place-twice", copy_line("geographies.csv", "CHN,China"), "geographies.csv",
           "duplicate", "two rows for `code` CHN"),
    Damage("lag-in-words", edit("sources.csv", "us-census-btos,", "release_lag_days", "18 days"),
           "sources.csv", "count", "write a whole number alone"),
    Damage("source-removed", on("sources.csv", lambda path: change_bytes(
           path, b"\nnbs-china,", b"\nnbs-cn,")), "nbs-china.csv", "code",
           "not a code of sources.csv"),
]  # fmt: skip
NO_TABLES = [
    Damage("no-geographies", on("geographies.csv", Path.unlink), "geographies.csv",
           "file-missing", "the file is missing"),
    Damage("no-sources", on("sources.csv", Path.unlink), "sources.csv", "file-missing",
           "the file is missing"),
    Damage("empty-events", on("events.csv", lambda path: path.write_bytes(b"")), "events.csv",
           "empty-file", "the file is empty"),
    Damage("pipe-population", on("population.csv", replaced_by_pipe), "population.csv",
           "not-a-file", "a device or pipe"),
]  # fmt: skip
PATHS = [
    Damage("file-missing", on("nbs-china.csv", Path.unlink), "nbs-china.csv", "file-missing",
           "the manifest has this file, with 3 rows"),
    Damage("file-more", on("copy.csv", lambda path: shutil.copy(path.with_name("cnnic.csv"), path)),
           "copy.csv", "file-unknown", "run `adoption manifest` once its rows are right"),
    Damage("other-ending", on("CNNIC.CSV.bak", Path.touch), "CNNIC.CSV.bak", "file-unknown",
           "not a raw file"),
    Damage("spreadsheet", on("cnnic.xlsx", Path.touch), "cnnic.xlsx", "file-unknown",
           "not a raw file"),
    Damage("other-folder", on("old/cnnic.csv", lambda path: (path.parent.mkdir(), path.touch())),
           "old/cnnic.csv", "file-unknown", "not a raw file"),
    Damage("folder", on("xai.csv", replaced_by_folder), "xai.csv", "not-a-file",
           "a folder where a file should be"),
    Damage("link", on("eurostat.csv", replaced_by_link), "eurostat.csv", "not-a-file", "a link"),
    Damage("broken-link", on("us-census.csv", replaced_by_broken_link), "us-census.csv",
           "not-a-file", "a link"),
    Damage("pipe", on("microsoft.csv", replaced_by_pipe), "microsoft.csv", "not-a-file",
           "a device or pipe"),
]  # fmt: skip
GROUPS = {
    "rows": ROWS, "tenth": TENTH, "implied": IMPLIED, "breaks": BREAKS, "tables": TABLES,
    "no-tables": NO_TABLES, "paths": PATHS,
}  # fmt: skip


@pytest.fixture(scope="module")
def damaged_groups(sound, tmp_path_factory):
    """Damage one copy for each group; return the damaged lines and the findings of each."""
    results: dict[str, tuple[dict[str, int], list[Problem]]] = {}
    for name, cases in GROUPS.items():
        folder = Path(shutil.copytree(sound, tmp_path_factory.mktemp(name) / "raw"))
        damaged = {case.kind: case.damage(folder) for case in cases}
        if name not in ("no-tables", "paths"):  # what must be found without the manifest
            raw.write_manifest(folder)
        results[name] = damaged, data.check(folder)
    return results


@pytest.mark.parametrize(
    ("group", "case"),
    [(name, case) for name, cases in GROUPS.items() for case in cases],
    ids=[case.kind for cases in GROUPS.values() for case in cases],
)
def test_a_damaged_folder_is_found(damaged_groups, group, case):
    damaged, found = damaged_groups[group]
    named = [p for p in found if (p.file, p.rule) == (case.file, case.rule)]
    line = damaged[case.kind]
    at_line = [problem for problem in named if line in (0, problem.line)]
    assert any(case.words in problem.message for problem in at_line), [str(p) for p in found]


MANIFESTS = [
    Damage("gone", on(raw.MANIFEST, Path.unlink), raw.MANIFEST, "manifest-missing",
           "write it with `adoption manifest`"),
    Damage("cut", on(raw.MANIFEST, lambda path: path.write_bytes(
           path.read_bytes()[:200])), raw.MANIFEST, "manifest-damaged", "write it anew"),
    Damage("bytes", on(raw.MANIFEST, lambda path: path.write_bytes(b"\xff\0")),
           raw.MANIFEST, "manifest-damaged", "write it anew"),
    Damage("list", new_manifest(lambda content: [content]), raw.MANIFEST,
           "manifest-damaged", "write it anew"),
    Damage("texts", new_manifest(lambda content: {"files": dict.fromkeys(content["files"], "x")}),
           raw.MANIFEST, "manifest-damaged", "write it anew"),
    Damage("numbers", new_manifest(lambda content: {"files": 7}), raw.MANIFEST,
           "manifest-damaged", "write it anew"),
    Damage("deep", on(raw.MANIFEST, lambda path: path.write_text("[" * 100_000)), raw.MANIFEST,
           "manifest-damaged", "write it anew"),
    Damage("folder", on(raw.MANIFEST, replaced_by_folder), raw.MANIFEST, "manifest-missing",
           "write it with"),
    Damage("digest", new_manifest(lambda content: {"files": content["files"] | {
           "xai.csv": content["files"]["xai.csv"] | {"sha256": "0" * 64}}}), "xai.csv", "manifest",
           "though no line differs"),
]  # fmt: skip


@pytest.mark.parametrize("case", MANIFESTS, ids=lambda case: case.kind)
def test_a_damaged_manifest_is_found(folder, case):
    assert case.damage(folder) == 0
    [problem] = raw.manifest_problems(folder)
    assert (problem.file, problem.rule) == (case.file, case.rule)
    assert case.words in problem.message


def test_values_of_two_countries_swapped_are_found_by_line(folder, capsys):
    path = folder / "microsoft.csv"
    rows = read_rows(path)
    at = {row[0]: number for number, row in enumerate(rows, start=1)}
    one, other = at["microsoft-ai-diffusion-chn"], at["microsoft-ai-diffusion-usa"]
    first, second = cell(path, one, "value"), cell(path, other, "value")
    set_cell(path, one, "value", second)
    set_cell(path, other, "value", first)
    named = {p.line for p in check(folder, capsys) if p.rule == "manifest"}
    assert named == {one, other}


def test_series_names_of_two_countries_swapped_are_found_without_the_manifest(folder, capsys):
    path = folder / "microsoft.csv"
    rows = read_rows(path)
    at = {row[0]: number for number, row in enumerate(rows, start=1)}
    one, other = at["microsoft-ai-diffusion-chn"], at["microsoft-ai-diffusion-usa"]
    set_cell(path, one, "series_id", "microsoft-ai-diffusion-usa")
    set_cell(path, other, "series_id", "microsoft-ai-diffusion-chn")
    raw.write_manifest(folder)
    named = {p.line for p in check(folder, capsys) if p.rule == "identity"}
    assert named == {one, other}


# --- the command ---------------------------------------------------------------------------------


def test_no_environment_variable_switches_the_checks_off(folder, capsys):
    path = folder / "cnnic.csv"
    set_cell(path, 2, "value", "4280.0")
    raw.write_manifest(folder)
    status = cli.main(["check", str(folder)])
    plain = capsys.readouterr()
    switches = {"PANDERA_VALIDATION_ENABLED": "False", "PANDERA_VALIDATION_DEPTH": "SCHEMA_ONLY"}
    off = subprocess.run(
        [sys.executable, "-m", "adoption.cli", "check", str(folder)],
        capture_output=True, text=True, env=os.environ | switches, check=False,
    )  # fmt: skip
    assert (status, off.returncode) == (1, 1)
    assert off.stdout == plain.out
    assert "cnnic.csv:2  `value` is 4280: a penetration is a share in percent" in off.stdout
    assert (off.stderr, plain.err) == ("", "")


def test_a_path_that_does_not_exist_is_wrong_use(tmp_path, capsys):
    assert cli.main(["check", str(tmp_path / "nothing")]) == 2
    assert f"no file or folder {tmp_path / 'nothing'}" in capsys.readouterr().err


def test_a_folder_without_a_single_raw_file_is_found(tmp_path, capsys):
    rules = {problem.rule for problem in check(tmp_path, capsys)}
    assert {"file-missing", "manifest-missing"} <= rules


def test_every_problem_of_a_folder_is_found_at_once(folder, capsys):
    set_cell(folder / "cnnic.csv", 2, "value", "42,8")
    set_cell(folder / "cnnic.csv", 3, "period_end", "202506")
    set_cell(folder / "events.csv", 4, "url", "javascript:x")
    change_bytes(folder / "xai.csv", b"\n", b"\r\n")
    found = {(p.file, p.line, p.rule) for p in check(folder, capsys)}
    assert {
        ("cnnic.csv", 2, "number"), ("cnnic.csv", 3, "date"), ("events.csv", 4, "url"),
        ("xai.csv", 1, "line-ends"), ("cnnic.csv", 2, "manifest"), ("events.csv", 4, "manifest"),
    } <= found  # fmt: skip


def test_a_file_of_ones_own_is_checked_against_the_lists_of_the_package(tmp_path, capsys):
    path = tmp_path / "mine.csv"
    row = SHARE | {"series_id": "my-survey", "product": "any-genai"}
    write_rows(path, [list(row), list(row.values())])
    assert check(path, capsys) == []
    set_cell(path, 2, "geo", "Germany")
    problem = check(path, capsys)[0]
    assert (problem.file, problem.line, problem.rule) == ("mine.csv", 2, "code")
    assert "`DEU`" in problem.message


def test_a_link_to_a_file_of_ones_own_is_followed(tmp_path, capsys):
    row = SHARE | {"series_id": "my-survey", "product": "any-genai"}
    write_rows(tmp_path / "mine.csv", [list(row), list(row.values())])
    (tmp_path / "link.csv").symlink_to(tmp_path / "mine.csv")
    assert check(tmp_path / "link.csv", capsys) == []


def test_a_file_with_few_columns_hears_which_are_missing_and_where_they_are_explained(
    tmp_path, capsys
):
    path = tmp_path / "mine.csv"
    write_rows(path, [["series_id", "period_end", "value"], ["my-survey", "2025-12-31", "42.8"]])
    found = check(path, capsys)
    assert {p.rule for p in found} == {"column-missing"}
    assert len(found) == 22
    assert all("data/raw/README.md has the codebook" in problem.message for problem in found)


@pytest.mark.slow
def test_a_copy_of_all_raw_files_is_sound_and_its_damage_is_found(tmp_path, capsys):
    folder = Path(shutil.copytree(RAW, tmp_path / "raw"))
    assert check(folder, capsys) == []
    path = folder / "us-census.csv"
    kept = path.read_bytes().split(b"\n")[:400]
    path.write_bytes(b"\n".join(kept) + b"\n")
    assert ("us-census.csv", "rows-lost") in {(p.file, p.rule) for p in check(folder, capsys)}
