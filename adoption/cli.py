"""The command line: arguments in, one call to a public function, an exit status out.

Exit status: 0 done and clean, 1 findings or a failure that is explained, 2 wrong use.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"
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
    except (FileNotFoundError, NotADirectoryError, PermissionError, ValueError, KeyError) as error:
        message = error.args[0] if isinstance(error, KeyError) else error
        print(f"adoption: {message}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
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
    )
    manifest.add_argument("folder", nargs="?", type=Path, help="folder (default: data/raw)")
    manifest.set_defaults(command=_manifest)
    _add_report(commands)
    return parser


def _add_report(commands: Commands) -> None:
    report = commands.add_parser(
        "report",
        help="render an edition of the quarterly report and print the path of its page",
    )
    report.add_argument("--edition", metavar="QUARTER", help="such as 2026Q2 (default: newest)")
    report.add_argument("--as-of", metavar="DATE", help="what was known on that day")
    report.add_argument("--engine", choices=("auto", "quarto", "builtin"), default="auto")
    report.add_argument("--output", metavar="FOLDER", type=Path, default=Path("site"))
    report.set_defaults(command=_report)
    publish = commands.add_parser(
        "publish", help="put the built site into a folder in one switch, or leave the old one"
    )
    publish.add_argument("destination", metavar="DEST", type=Path)
    publish.add_argument("--site", metavar="FOLDER", type=Path, default=Path("site"))
    publish.set_defaults(command=_publish)


def _report(options: argparse.Namespace) -> int:
    from adoption import site

    page = site.build_edition(
        options.edition, as_of=options.as_of, folder=options.output, engine=options.engine
    )
    print(page)
    return 0


def _publish(options: argparse.Namespace) -> int:
    from adoption import site

    print(site.publish(options.destination, folder=options.site))
    return 0


def _check(options: argparse.Namespace) -> int:
    from adoption import data

    path = options.path or data.raw_folder()
    problems = data.check(path)
    if options.json:
        print(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1))
    elif problems:
        for problem in problems:
            print(problem)
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
