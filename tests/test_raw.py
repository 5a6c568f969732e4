"""Raw files: bytes into rows of text without a change, and the manifest that vouches for them."""

import csv
import io
import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adoption import raw
from adoption.schema import Column, Table

TABLE = Table("notes", "a note", ("id",), tuple(Column(n, "text", "") for n in ("id", "a", "b")))
HEADER = b"id,a,b\n"


@pytest.fixture
def read(tmp_path):
    def read_bytes(content):
        path = tmp_path / "x.csv"
        path.write_bytes(content)
        return raw.read(path, TABLE, "x.csv")

    return read_bytes


def test_cells_are_kept_as_they_are_written(read):
    rows, problems = read(HEADER + b"1,NA,78.0\n2,,007\n3,True,1e5\n4,null,nan\n")
    assert problems == []
    assert rows["a"].tolist() == ["NA", "", "True", "null"]
    assert rows["b"].tolist() == ["78.0", "007", "1e5", "nan"]
    assert rows.index.tolist() == [2, 3, 4, 5]


def test_lines_keep_their_numbers_where_others_cannot_be_read(read):
    rows, problems = read(HEADER + b'1,x,y\n2,x\n3,"x\ny",z\n\n4,x,y\n5,x,y,z\n6,x,y\n')
    assert rows["id"].tolist() == ["1", "4", "6"]
    assert rows.index.tolist() == [2, 7, 9]
    assert [(p.line, p.rule) for p in problems] == [
        (3, "field-count"), (4, "line-break"), (6, "empty-line"), (8, "field-count"),
    ]  # fmt: skip


def test_quoted_text_keeps_its_commas_and_quotation_marks(read):
    rows, problems = read(HEADER + b'1,"a, b","the ""AI"" report"\n')
    assert problems == []
    assert rows.iloc[0].tolist() == ["1", "a, b", 'the "AI" report']


def test_columns_come_in_the_order_of_the_table_even_when_the_file_has_another(read):
    rows, problems = read(b"a,id,b\nx,1,y\n")
    assert [problem.rule for problem in problems] == ["column-order"]
    assert rows.iloc[0].to_dict() == {"id": "1", "a": "x", "b": "y"}


def test_rows_of_a_file_without_one_of_the_columns_are_not_guessed(read):
    rows, problems = read(b"id,a\n1,x\n")
    assert len(rows) == 0
    assert [problem.rule for problem in problems] == ["column-missing"]


@given(
    st.lists(
        st.tuples(*[st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]),
                            max_size=8)] * 3),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_the_fast_and_the_strict_reader_agree_on_whatever_was_written(records):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["id", "a", "b"], *records])
    whole = raw._read_whole(text.getvalue().encode(), ["id", "a", "b"])
    by_line, problems = raw._records(text.getvalue(), ["id", "a", "b"], "x.csv")
    assert problems == []
    assert list(by_line.itertuples(index=False, name=None)) == [tuple(row) for row in records]
    if whole is not None:
        pd.testing.assert_frame_equal(whole, by_line, check_index_type=False, check_dtype=False)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_and_never_fail(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("bytes") / "x.csv"
    path.write_bytes(HEADER + content)
    rows, problems = raw.read(path, TABLE, "x.csv")
    assert len(rows) or problems
    assert list(rows.columns) == TABLE.names
    assert all(problem.message and problem.line >= 0 for problem in problems)


@given(st.binary(max_size=40))
def test_any_header_is_read_or_refused_and_never_fails(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("bytes") / "x.csv"
    path.write_bytes(content + b"\n1,x,y\n")
    assert raw.read(path, TABLE, "x.csv")[1]


def test_the_table_of_a_file_follows_from_its_name_and_folder(tmp_path):
    assert raw.table_of(tmp_path / "cnnic.csv").name == "observations"
    assert raw.table_of(tmp_path / "population.csv").name == "population"
    assert raw.table_of(tmp_path / "context" / "internet_use.csv").name == "context"


# --- the manifest --------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "context").mkdir()
    (tmp_path / "a.csv").write_bytes(HEADER + b"".join(b"%d,x,y\n" % n for n in range(20)))
    (tmp_path / "context" / "b.csv").write_bytes(HEADER + b"1,x,y\n")
    raw.write_manifest(tmp_path)
    return tmp_path


def rules_of(folder):
    return [(p.file, p.line, p.rule) for p in raw.manifest_problems(folder)]


def test_the_manifest_has_rows_bytes_digest_and_lines_of_each_file(folder):
    files = json.loads((folder / "manifest.json").read_text())["files"]
    assert set(files) == {"a.csv", "context/b.csv"}
    assert files["context/b.csv"]["rows"] == 1
    assert files["context/b.csv"]["bytes"] == len(HEADER) + 6
    assert len(files["a.csv"]["sha256"]) == 64
    assert len(files["a.csv"]["lines"]) == 4 * 21


def test_writing_the_manifest_again_changes_nothing_and_leaves_nothing_behind(folder):
    before = (folder / "manifest.json").read_bytes()
    names = sorted(path.name for path in folder.iterdir())
    assert raw.write_manifest(folder) == folder / "manifest.json"
    assert (folder / "manifest.json").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == names
    assert rules_of(folder) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda lines: [*lines[:5], b"4,x,z", *lines[6:]], [("a.csv", 6, "manifest")]),
        (lambda lines: [*lines[:5], *lines[6:]],
         [("a.csv", 21, "rows-lost"), ("a.csv", 6, "manifest")]),
        (lambda lines: [*lines[:5], b"new,x,y", *lines[5:]], [("a.csv", 6, "manifest")]),
        (lambda lines: [*lines, b"20,x,y"], [("a.csv", 22, "manifest")]),
        (lambda lines: [lines[0].upper(), *lines[1:]], [("a.csv", 1, "manifest")]),
        (lambda lines: lines[:1], [("a.csv", 2, "rows-lost"), ("a.csv", 2, "manifest")]),
    ],
    ids=["changed", "removed", "inserted", "added", "header", "all-removed"],
)  # fmt: skip
def test_the_manifest_names_the_lines_that_differ(folder, change, expected):
    path = folder / "a.csv"
    lines = path.read_bytes().removesuffix(b"\n").split(b"\n")
    path.write_bytes(b"\n".join(change(lines)) + b"\n")
    assert rules_of(folder) == expected


def test_a_smaller_update_than_before_is_counted(folder):
    path = folder / "a.csv"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:8]))
    found = [p.message for p in raw.manifest_problems(folder) if p.rule == "rows-lost"]
    assert found[0].startswith("13 rows fewer than the manifest's 20: raw files are append-only")


def test_files_that_no_one_would_read_are_named(folder):
    for name in ("a.CSV", "old.csv.bak", "b.tsv", "c.xlsx", "context/d.ods", ".a.csv.swp",
                 "README.md", "notes.txt"):  # fmt: skip
        (folder / name).touch()
    found = [problem.file for problem in raw.stray_files(folder)]
    assert found == ["a.CSV", "b.tsv", "c.xlsx", "context/d.ods", "old.csv.bak"]
