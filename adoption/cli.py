"""The command line: arguments in, one call to a public function, an exit status out.

Exit status: 0 done and clean, 1 findings or a failure that is explained, 2 wrong use.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
REASONS_AT_MOST = 20
Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    command: Command = options.command
    from adoption.schema import DataError, FitError, RenderError

    try:
        return command(options)
    except (DataError, FitError, RenderError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    except KeyError as error:
        if " " not in str(error.args[0]):  # a bare key is a fault of ours, a sentence is for users
            raise
        print(f"adoption: {error.args[0]}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"adoption: {place}{error.strerror or error}", file=sys.stderr)
        return 2
    except ValueError as error:
        print(f"adoption: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("adoption: interrupted; nothing was left half written", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="adoption",
        description="Checked figures, growth, forecasts and reports on the use of generative AI.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="check raw figures, listing every problem by file and line",
        description="Check a folder of raw files, or one file. Exit status 0 clean, 1 findings.",
    )
    check.add_argument("path", nargs="?", type=Path, help="folder or file (default: data/raw)")
    check.add_argument("--json", action="store_true", help="print the findings as JSON")
    check.set_defaults(command=_check)
    manifest = commands.add_parser(
        "manifest",
        help="record rows, bytes and digests of the raw files after rows were added",
        description="Write manifest.json, against which `adoption check` finds silent changes.",
    )
    manifest.add_argument("folder", nargs="?", type=Path, help="folder (default: data/raw)")
    manifest.set_defaults(command=_manifest)
    codebook = commands.add_parser(
        "codebook",
        help="print what each column of the figures means",
        description="Print every table of data/raw: its columns, codes, and what they mean.",
    )
    codebook.add_argument(
        "--write", action="store_true", help="put it into data/raw/README.md instead"
    )
    codebook.set_defaults(command=_codebook)
    _add_report(commands)
    _add_forecast(commands)
    _add_claims(commands)
    return parser


def _day(text: str) -> dt.date:
    """Read an ISO date."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a day: write it as year-month-day, 2026-07-15"
        ) from None


def _draft(text: str) -> tuple[str, dt.date]:
    """Read a quarter and its release day."""
    name, equals, date = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not QUARTER=DATE: write the quarter and its day, 2026Q3=2026-10-01"
        )
    return name, _day(date)


def _jobs(text: str) -> int:
    """Read a number of processes."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes: 1 or more")
    return int(text)


def _add_claims(commands: Commands) -> None:
    claims = commands.add_parser(
        "claims",
        help="hold the statements of a text or a table against the figures",
        description="Read prose (text, Markdown, HTML, .qmd; English and Chinese) or a table of "
        "claims. Exit status 0, 1 when a statement is contradicted, 2 wrong use.",
    )
    claims.add_argument("file", nargs="?", metavar="FILE", help="a file, or - for standard input")
    claims.add_argument("--table", type=Path, metavar="FILE.csv", help="columns of claims.csv")
    claims.add_argument(
        "--as-of", metavar="DATE", type=_day, help="use only what was known on that day"
    )
    claims.add_argument("--json", action="store_true", help="print one object for each statement")
    claims.set_defaults(command=_claims)


def _claims(options: argparse.Namespace) -> int:
    from adoption import claims, raw

    if (options.file is None) == (options.table is None):
        raise ValueError("give a FILE (or - for standard input), or --table FILE.csv")
    text = ""
    if options.table is not None:
        findings = _claims_of_table(options.table, options.as_of)
    else:
        piped = options.file == "-"
        content = sys.stdin.buffer.read() if piped else Path(options.file).read_bytes()
        text = raw.text_of(content, "standard input" if piped else options.file)
        findings = claims.check_claims(text, as_of=options.as_of)
    if options.json:
        print(claims.to_json(findings))
    elif options.table is not None:
        print(claims.listing(findings))
    else:
        print(claims.mark(text, findings))
    if findings.empty:
        place = options.table or ("standard input" if options.file == "-" else options.file)
        print(f"no statement in {place} to hold against the figures", file=sys.stderr)
    return int((findings["verdict"] == "contradicted").any())


def _claims_of_table(path: Path, as_of: dt.date | None) -> pd.DataFrame:
    """Check the statements of a file; its wrong cells are named by the file, not as a table's."""
    from adoption import claims, raw
    from adoption.schema import DataError

    try:
        return claims.check_claims(raw.cells_of(path), as_of=as_of)
    except DataError as error:
        problems = [replace(problem, file=path.name) for problem in error.problems]
        raise DataError(problems, where=str(path)) from None


def _add_forecast(commands: Commands) -> None:
    forecast = commands.add_parser(
        "forecast",
        help="forecast the series of a file, or those of the package",
        description="Quantile forecasts of every series of OBSERVATIONS (CSV or Parquet). Exit "
        "status 0 done, 1 problems in a file or series without a forecast, 2 wrong use.",
    )
    forecast.add_argument(
        "observations", nargs="?", type=Path, metavar="OBSERVATIONS",
        help="columns series_id, period_end, value and, where known, cap, rounding, "
        "margin_of_error, released, period_start, peer_group (default: the package's series)",
    )  # fmt: skip
    forecast.add_argument(
        "--targets",
        type=Path,
        metavar="FILE",
        help="what to forecast: series_id, period_end and, if known, period_start",
    )
    forecast.add_argument(
        "--until", metavar="DATE", type=_day, help="instead of targets: up to this day"
    )
    forecast.add_argument(
        "--every", default="quarter", metavar="PERIOD",
        help="with --until: month, quarter (the default), half-year or year",
    )  # fmt: skip
    forecast.add_argument(
        "--output", type=Path, required=True, metavar="FILE",
        help="CSV or Parquet file to write, with a report on it beside it",
    )  # fmt: skip
    forecast.add_argument(
        "--model", default="engine", help="default: engine; the others: `adoption models`"
    )
    forecast.add_argument(
        "--as-of", metavar="DATE", type=_day, help="use only what was known on that day"
    )
    forecast.add_argument(
        "--jobs", metavar="N", type=_jobs, default=-1, help="processes (default: all cores)"
    )
    forecast.add_argument("--dask", metavar="ADDRESS", help="a running Dask scheduler")
    forecast.add_argument(
        "--format", choices=("table", "hub"), default="table", help="hub: hubverse model output"
    )
    forecast.set_defaults(command=_forecast)
    models = commands.add_parser("models", help="list the models, their formulas, their needs")
    models.set_defaults(command=_models)
    learn = commands.add_parser(
        "learn",
        help="learn the growth bank anew from a panel",
        description="Learn the growth bank from how past technologies were taken up.",
    )
    learn.add_argument(
        "panel", type=Path, metavar="PANEL.csv",
        help="columns technology, series_id, date, value, saturation_hint",
    )  # fmt: skip
    learn.add_argument("--output", type=Path, help="file to write (default: the package's own)")
    learn.set_defaults(command=_learn)
    record = commands.add_parser(
        "record",
        help="score the forecasts that editions published on the figures since",
        description="Print each stored forecast whose figure has come, with its score (wis: the "
        "weighted interval score, in the unit of the series).",
    )
    record.add_argument(
        "--store", metavar="QUARTER", help="store the forecasts of that edition instead"
    )
    record.set_defaults(command=_record)


def _codebook(options: argparse.Namespace) -> int:
    from adoption import data, raw, schema

    if options.write:
        print(raw.write_codebook(data.raw_folder() / "README.md"))
    else:
        print(schema.codebook(), end="")
    return 0


def _forecast(options: argparse.Namespace) -> int:
    from adoption import forecast_files

    report = forecast_files.forecast_file(
        options.observations,
        options.output,
        targets=options.targets,
        until=options.until,
        every=options.every,
        model=options.model,
        as_of=options.as_of,
        layout=options.format,
        jobs=options.jobs,
        dask=options.dask,
        progress=sys.stderr.isatty(),
    )
    print(options.output)
    for name, reason in list(report.refused.items())[:REASONS_AT_MOST]:
        print(f"{name}: {reason}", file=sys.stderr)
    if report.refused:
        place = forecast_files.report_path(options.output)
        print(f"{len(report.refused)} series without a forecast; see {place}", file=sys.stderr)
    return 1 if report.refused else 0


def _models(options: argparse.Namespace) -> int:
    from adoption import forecasts

    for model in forecasts.MODELS.values():
        print(f"{model.name}  (at least {model.minimum_points} points)\n    {model.formula}")
    return 0


def _learn(options: argparse.Namespace) -> int:
    from adoption import learning

    output = options.output or Path(__file__).with_name("bank.json")
    learning.learn(options.panel, output)
    print(output)
    return 0


def _record(options: argparse.Namespace) -> int:
    from adoption import archive, data, report
    from adoption.site import collection

    if options.store:
        edition = report.edition(options.store)
        print(archive.store_forecasts(collection.forecasts_of(edition), edition.name))
        return 0
    scores = archive.record(data.load())
    columns = ["edition", "series_id", "period_end", "observed", "median", "covered_80", "wis"]
    print(scores[[name for name in columns if name in scores]].to_string(index=False))
    return 0


def _add_report(commands: Commands) -> None:
    report = commands.add_parser(
        "report",
        help="render an edition of the quarterly report and print the path of its page",
    )
    report.add_argument("--edition", metavar="QUARTER", help="such as 2026Q2 (default: newest)")
    report.add_argument(
        "--as-of", metavar="DATE", type=_day,
        help="use only what was known on that day (default: 15 days after the quarter's end)",
    )  # fmt: skip
    report.add_argument(
        "--engine", choices=("auto", "quarto", "builtin"), default="auto",
        help="auto, the default, takes Quarto where it is installed",
    )  # fmt: skip
    report.add_argument(
        "--output", metavar="FOLDER", type=Path, default=Path("site"), help="default: site"
    )
    report.set_defaults(command=_report)
    site = commands.add_parser("site", help="build every edition, series and place as a site")
    site.add_argument(
        "--output", metavar="FOLDER", type=Path, default=Path("site"),
        help="default: site; an older site there is replaced",
    )  # fmt: skip
    site.add_argument("--address", metavar="URL", default="", help="where it will be published")
    site.add_argument(
        "--draft", metavar="QUARTER=DATE", type=_draft, help="add a draft of a coming edition"
    )
    site.add_argument(
        "--engine", choices=("quarto", "builtin"), default="builtin", help="of reports"
    )
    site.add_argument("--jobs", metavar="N", type=_jobs, help="processes (default: all cores)")
    site.set_defaults(command=_site)
    verify = commands.add_parser(
        "verify",
        help="build a site again and compare every file",
        description="Exit status 0 when nothing differs, 1 with a line for each difference.",
    )
    verify.add_argument(
        "site", nargs="?", metavar="SITE", type=Path, default=Path("site"), help="default: site"
    )
    verify.add_argument("--jobs", metavar="N", type=_jobs, help="processes (default: all cores)")
    verify.set_defaults(command=_verify)
    publish = commands.add_parser(
        "publish",
        help="put the built site into a folder or branch in one switch",
        description="Put the built site into a folder, or onto a branch of a git repository, whole "
        "or not at all. Drafts and editions before their release time are refused.",
    )
    publish.add_argument(
        "destination", nargs="?", metavar="DEST", type=Path,
        help="a folder that is new, empty or was published before",
    )  # fmt: skip
    publish.add_argument("--branch", metavar="NAME", help="a branch for pages hosting instead")
    publish.add_argument(
        "--repository", metavar="PATH", type=Path, default=Path(), help="of the branch (default: .)"
    )
    publish.add_argument("--message", metavar="TEXT", help="of the commit on the branch")
    publish.add_argument(
        "--site", metavar="FOLDER", type=Path, default=Path("site"), help="default: site"
    )
    publish.add_argument(
        "--today", metavar="DATE", type=_day, help="the day of publication (default: the clock's)"
    )
    publish.add_argument("--force", action="store_true", help="also drafts and before time")
    publish.set_defaults(command=_publish)


def _site(options: argparse.Namespace) -> int:
    from adoption import data, report, site

    editions = None
    if options.draft:
        name, date = options.draft
        known = [*report.edition_names(data.load()), name]
        editions = {one: str(report.edition_date(one).date()) for one in known} | {name: str(date)}
    page = site.build(
        options.output,
        editions=editions,
        address=options.address,
        engine=options.engine,
        jobs=options.jobs,
    )
    print(page)
    return 0


def _verify(options: argparse.Namespace) -> int:
    from adoption import site

    differences = site.verify(options.site, jobs=options.jobs)
    for line in differences:
        print(line)
    if not differences:
        print(f"nothing differs in {options.site}")
    return int(bool(differences))


def _report(options: argparse.Namespace) -> int:
    from adoption import site

    page = site.build_edition(
        options.edition, as_of=options.as_of, folder=options.output, engine=options.engine
    )
    print(page)
    return 0


def _publish(options: argparse.Namespace) -> int:
    from adoption import site

    if (options.destination is None) == (options.branch is None):
        raise ValueError("give a folder DEST, or --branch NAME")
    today = options.today or dt.date.today()
    if options.destination is not None:
        done = site.publish(
            options.destination, folder=options.site, today=today, force=options.force
        )
        print(done)
        return 0
    commit = site.publish_branch(
        options.branch,
        folder=options.site,
        repository=options.repository,
        message=options.message,
        today=today,
        force=options.force,
    )
    print(f"{commit}\npush it with: git push origin {options.branch}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from adoption import data, schema

    path = options.path or data.raw_folder()
    problems = data.check(path)
    if options.json:
        print(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1))
    elif problems:
        print("\n".join(schema.listed(problems)))
        print(f"{len(problems)} problem{'s' if len(problems) != 1 else ''} in {path}")
    else:
        print(f"no problem in {path}")
    return 1 if problems else 0


def _manifest(options: argparse.Namespace) -> int:
    from adoption import data, raw

    folder = options.folder or data.raw_folder()
    if not folder.is_dir():
        raise NotADirectoryError(f"no folder {folder}")
    print(raw.write_manifest(folder))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
