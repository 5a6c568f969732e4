"""The command line as a user meets it: what it prints, and the exit status."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from adoption.cli import main

RAW = Path(__file__).parents[1] / "data" / "raw"


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    shutil.copytree(RAW, folder)
    path = folder / "cnnic.csv"
    path.write_text(path.read_text("utf-8").replace(",42.8,", ",42.8%,"), encoding="utf-8")
    return folder


def test_check_of_clean_figures_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out.startswith("no problem in ")


def test_check_names_file_line_and_what_to_write(
    damaged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(damaged)]) == 1
    out = capsys.readouterr().out
    line = next(text for text in out.splitlines() if "42.8%" in text)
    assert line.startswith("cnnic.csv:")
    assert "write the number without its unit: 42.8" in line


def test_check_prints_json(damaged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(damaged), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)
    found = next(problem for problem in problems if problem["rule"] == "number")
    assert found["file"] == "cnnic.csv"
    assert found["value"] == "42.8%"
    assert set(found) == {"file", "line", "column", "value", "rule", "message"}


def test_a_path_that_does_not_exist_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "/nowhere/at/all"]) == 2
    assert capsys.readouterr().err == "adoption: no file or folder /nowhere/at/all\n"


@pytest.mark.parametrize("arguments", [[], ["chekc"], ["forecast"], ["report", "--engine", "x"]])
def test_wrong_words_are_wrong_use(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_an_unknown_edition_is_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--edition", "2026", "--output", str(tmp_path)]) == 2
    assert "named by its quarter" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_claims_reads_standard_input_and_reports_a_contradiction(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "In December 2025 China had 602 million users of generative AI, up 143.0 percent."
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert main(["claims", "-", "--json"]) == 1
    verdicts = [finding["verdict"] for finding in json.loads(capsys.readouterr().out)]
    assert verdicts == ["supported", "contradicted"]


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_claims_says_that_a_text_holds_no_statement(
    option: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader, thank you for your letter.", encoding="utf-8")
    assert main(["claims", str(path), *option]) == 0
    said = capsys.readouterr()
    assert said.err == f"no statement in {path} to hold against the figures\n"
    assert said.out.strip() == ("[]" if option else "")


def test_a_wrong_row_of_a_table_of_claims_is_named_by_its_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "draft.csv"
    path.write_text(
        "series_id,claim_kind,value,rounding,period_end,base_period_end\n"
        "cnnic-genai-users-chn,level,602000000,500000,2025-12-31,\n"
        "cnnic-genai-users-chn,level,602 million,500000,2025-12-31,\n",
        encoding="utf-8",
    )
    assert main(["claims", "--table", str(path)]) == 1
    said = capsys.readouterr().err
    assert f"1 problem in {path}\n" in said
    assert "draft.csv:3  `value` is '602 million': a decimal number is expected" in said


def test_claims_needs_a_file_or_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims"]) == 2
    assert "give a FILE" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "content", "said"),
    [
        ([], "中国有用户".encode("gb18030"), "draft:1  byte 0xd6 is not UTF-8 (as gb18030"),
        ([], b"a line\nT\x9frkiye", "draft:2  byte 0x9f is not UTF-8 (as mac_roman"),
        (
            [],
            "第一行\n截至12月，我国有用户".encode("gb18030"),
            "draft:2  byte 0xbd is not UTF-8 (as gb18030",
        ),
        ([], "602 million".encode("utf-16"), "draft:1  byte 0xff is not UTF-8 (a mark of UTF-16)"),
        (["--table"], b"", "draft  not a table with a header and one record a line"),
        (["--table"], b'series_id\n"no end', "draft  not a table with a header"),
        (["--table"], b"\xff\xfe", "draft:1  byte 0xff is not UTF-8"),
    ],
)
def test_claims_names_the_line_that_it_cannot_read(
    option: list[str], content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "draft"
    path.write_bytes(content)
    assert main(["claims", *option, str(path)]) == 1
    assert said in capsys.readouterr().err


def test_a_folder_in_place_of_a_file_is_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["claims", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"adoption: {tmp_path}: Is a directory\n"
    assert main(["learn", str(tmp_path), "--output", str(tmp_path / "bank.json")]) == 2
    assert str(tmp_path) in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["claims", "-", "--as-of", "2026-13-01"],
        ["forecast", "--until", "yesterday", "--output", "x.csv"],
        ["site", "--draft", "2026Q3=soon"],
        ["publish", "x", "--today", "06/07/2025"],
    ],
)
def test_a_day_is_written_as_year_month_day(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "is not a day: write it as year-month-day" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["site", "--draft", "2026Q3"], "'2026Q3' is not QUARTER=DATE: write the quarter and its"),
        (["site", "--jobs", "0"], "'0' is no number of processes: 1 or more"),
        (["verify", "--jobs", "all"], "'all' is no number of processes: 1 or more"),
        (["forecast", "--jobs", "-2"], "'-2' is no number of processes: 1 or more"),
    ],
)
def test_a_wrong_option_says_what_is_expected(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert said in capsys.readouterr().err


def test_the_help_of_every_command_explains_every_option(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    names = re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, re.MULTILINE)
    assert len(names) == 12
    for name in names:
        with pytest.raises(SystemExit):
            main([name, "--help"])
        lines = capsys.readouterr().out.splitlines()
        ends = [*lines[1:], ""]
        bare = [
            line
            for line, after in zip(lines, ends, strict=True)
            if re.fullmatch(r"  [\w-]+( \S+)?", line) and not after.startswith(" " * 10)
        ]
        assert bare == [], name


def test_claims_of_a_table_gives_one_object_for_each_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (RAW / "claims.csv").read_text("utf-8").splitlines()
    path = tmp_path / "some.csv"
    path.write_text("\n".join(lines[:6]) + "\n", encoding="utf-8")
    main(["claims", "--table", str(path), "--json"])
    assert len(json.loads(capsys.readouterr().out)) == 5


def test_forecast_writes_quantiles_and_names_what_it_could_not_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    observations = tmp_path / "shares.csv"
    observations.write_text(
        "series_id,period_end,value,cap\n"
        "first,2024-12-31,10,100\nfirst,2025-06-30,14,100\nfirst,2025-12-31,19,100\n"
        "second,2025-06-30,30,100\nsecond,2025-12-31,33,100\n",
        encoding="utf-8",
    )
    output = tmp_path / "ahead.csv"
    arguments = ["forecast", str(observations), "--until", "2026-12-31", "--every", "half-year"]
    status = main([*arguments, "--output", str(output), "--jobs", "1"])
    assert status == 0, capsys.readouterr().err
    lines = output.read_text("utf-8").splitlines()
    assert lines[0] == "series_id,model,origin,period_end,quantile_level,predicted"
    assert len(lines) == 1 + 2 * 2 * 23


def test_models_lists_formula_and_minimum(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0
    out = capsys.readouterr().out
    assert "damped-logit-drift  (at least 2 points)" in out
    assert "engine" in out


def test_codebook_names_every_column_of_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    from adoption.schema import OBSERVATIONS

    assert main(["codebook"]) == 0
    out = capsys.readouterr().out
    assert all(f"`{name}`" in out for name in OBSERVATIONS.names)


def test_publish_without_a_site_is_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", str(tmp_path / "to"), "--site", str(tmp_path)]) == 2
    assert "holds no built site" in capsys.readouterr().err


def test_the_import_and_the_help_leave_heavy_libraries_alone() -> None:
    code = (
        "import sys, adoption, adoption.cli; adoption.cli._parser();"
        "print([m for m in ('pandas', 'matplotlib', 'statsmodels', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    out = capsys.readouterr().out
    for command in ("check", "report", "publish", "forecast", "claims", "models", "record"):
        assert command in out
