"""The tables as written down: names, keys, closed lists, errors and the codebook."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adoption import raw, schema
from adoption.schema import DataError, Problem, listed

README = Path(__file__).parent.parent / "data" / "raw" / "README.md"
TABLES = (schema.OBSERVATIONS, schema.CONTEXT, *schema.REFERENCE_TABLES.values())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_names_each_column_once_and_its_key_among_them(table):
    assert len(set(table.names)) == len(table.names)
    assert set(table.key) <= set(table.names)
    assert {column.kind for column in table.columns} <= set(schema.KINDS)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_closed_list_of_another_file_is_a_column_of_that_file(table):
    for column in table.columns:
        if isinstance(column.codes, str):
            file, name = column.codes.split(".")
            assert name in schema.REFERENCE_TABLES[file].names


def test_the_identity_of_a_series_is_made_of_its_columns_and_not_of_its_key():
    assert set(schema.IDENTITY) < set(schema.OBSERVATIONS.names)
    assert not set(schema.IDENTITY) & set(schema.OBSERVATIONS.key)


def test_quantile_levels_rise_and_are_symmetric_around_the_median():
    levels = schema.QUANTILE_LEVELS
    assert len(levels) == 23
    assert list(levels) == sorted(set(levels))
    assert [round(1 - level, 9) for level in reversed(levels)] == list(levels)


def test_observation_status_letters_are_in_alphabetical_order():
    assert list(schema.OBS_STATUS) == sorted(schema.OBS_STATUS)


# --- problems and errors -------------------------------------------------------------------------


def problem(line, message="an empty cell", *, file="a.csv", column="value", rule="empty"):
    return Problem(file, line, column, "", rule, message)


def test_a_data_error_lists_every_problem_by_file_and_line():
    error = DataError(
        [problem(14, "`value` is 250"), problem(9, "two rows"), problem(7, "two rows")],
        where="data/raw",
    )
    assert str(error).split("\n") == [
        "3 problems in data/raw",
        "  a.csv:7,9  two rows",
        "  a.csv:14  `value` is 250",
    ]
    assert [found.line for found in error.problems] == [7, 9, 14]


def test_one_problem_is_named_as_one_and_a_file_as_a_whole_has_no_line():
    error = DataError([problem(0, "the file is missing", rule="file-missing")])
    assert str(error) == "1 problem in the data\n  a.csv  the file is missing"


def test_a_million_problems_of_a_kind_make_a_list_that_can_be_read():
    many = [problem(line, f"`value` is {line}") for line in range(2, 100_002)]
    text = listed([*many, problem(900, "another", rule="date")], most=3)
    assert text == [
        "a.csv:2  `value` is 2",
        "a.csv:3  `value` is 3",
        "a.csv:4  `value` is 4",
        "a.csv:5-100001  and 99,997 more of this kind (`value`, rule empty)",
        "a.csv:900  another",
    ]


def test_one_message_of_many_lines_is_one_line():
    text = listed([problem(line) for line in range(2, 1002)], most=4)
    assert text == ["a.csv:2,3,4,5 and 996 more  an empty cell"]


@given(st.permutations(range(6)))
def test_the_order_in_which_problems_are_found_does_not_matter(order):
    problems = [
        problem(3), problem(4), problem(4, column="geo"), problem(1, file="b.csv"),
        problem(2, "other"), problem(9, rule="date"),
    ]  # fmt: skip
    assert listed([problems[n] for n in order]) == listed(problems)
    assert str(DataError(problems[n] for n in order)) == str(DataError(problems))


# --- the codebook --------------------------------------------------------------------------------


def test_the_codebook_of_the_readme_is_current():
    text = README.read_text(encoding="utf-8")
    written = text.partition(raw.CODEBOOK_BEGIN)[2].partition(raw.CODEBOOK_END)[0]
    assert written.strip("\n") == schema.codebook().strip("\n"), "run: adoption codebook"


def test_the_codebook_has_every_column_and_every_code():
    text = schema.codebook()
    for table in (schema.OBSERVATIONS, *schema.REFERENCE_TABLES.values()):
        section = text.partition(f"### {table.name}\n")[2].partition("\n### ")[0]
        rows = [line for line in section.split("\n") if line.startswith("| `")]
        assert [row.split("`")[1] for row in rows] == table.names
    for codes in (schema.INDICATORS, schema.PURPOSES, schema.WEIGHTINGS, schema.OBS_STATUS):
        assert all(f"| `{code}` | {meaning} |" in text for code, meaning in codes.items())


def test_no_cell_of_the_codebook_breaks_its_table():
    for line in schema.codebook().split("\n"):
        if line.startswith("| `"):
            assert line.replace("\\|", "").count("|") in (3, 5), line


def test_the_codebook_is_written_between_its_markers_and_nothing_else_changes(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{raw.CODEBOOK_BEGIN}\nof another day\n{raw.CODEBOOK_END}\nafter\n")
    assert raw.write_codebook(readme) == readme
    once = readme.read_text()
    assert once.startswith(f"before\n{raw.CODEBOOK_BEGIN}\n### observations\n")
    assert once.endswith(f"{raw.CODEBOOK_END}\nafter\n")
    assert "of another day" not in once
    assert raw.write_codebook(readme).read_text() == once
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


@pytest.mark.parametrize(
    "text",
    ["no markers", raw.CODEBOOK_BEGIN, raw.CODEBOOK_END + raw.CODEBOOK_BEGIN,
     (raw.CODEBOOK_BEGIN + raw.CODEBOOK_END) * 2],
)  # fmt: skip
def test_a_readme_without_a_place_for_the_codebook_is_left_as_it_is(tmp_path, text):
    readme = tmp_path / "README.md"
    readme.write_text(text)
    with pytest.raises(ValueError, match="has no place for the codebook"):
        raw.write_codebook(readme)
    assert readme.read_text() == text
