"""How long the site takes and how large it is: `python benchmarks/site.py [FOLDER]`.

Builds the whole site into FOLDER (by default a temporary one), again with nothing changed, and
again with one edition changed; prints seconds, CPU seconds of all processes, files and the largest
pages, against the goals.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGE_BYTES, REPORT_BYTES, SECONDS = 300_000, 1_500_000, 90.0


def timed(words: str, folder: Path) -> float:
    """Build once, in a process of its own, and print how long it took."""
    command = [sys.executable, "-c", f"from adoption import site; site.build({str(folder)!r})"]
    start, used = time.perf_counter(), cpu_seconds()
    subprocess.run(command, check=True)
    seconds = time.perf_counter() - start
    print(f"{words:<40}{seconds:8.1f} s {cpu_seconds() - used:8.1f} s of CPU")
    return seconds


def cpu_seconds() -> float:
    """Return what all finished processes below this one have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Print the table; exit status 1 where a goal is missed."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary) / "site"
        load = os.getloadavg()[0]
        print(f"{os.cpu_count()} cores, load {load:.1f} at the start")
        seconds = timed("whole site, nothing there before", folder)
        timed("again, nothing changed", folder)
        about = folder / "manifest.json"
        told = json.loads(about.read_text(encoding="utf-8"))
        told["parts"]["2025Q3"]["inputs"] = "changed"
        about.write_text(json.dumps(told), encoding="utf-8")
        timed("again, the edition 2025Q3 changed", folder)
        files = [path for path in folder.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        pages = sorted((path for path in files if path.suffix == ".html"),
                       key=lambda path: -path.stat().st_size)  # fmt: skip
        reports = [path for path in pages if path.parent.name[:2] == "20" and path.stem == "index"]
        others = [path for path in pages if path not in reports]
        print(f"{len(files):,} files, {len(pages):,} pages, {size / 1e6:.1f} MB")
        for words, group, most in (("report", reports, REPORT_BYTES), ("page", others, PAGE_BYTES)):
            largest = group[0]
            count = largest.stat().st_size
            name = largest.relative_to(folder).as_posix()
            print(f"largest {words:<8}{count / 1e3:8.0f} kB of {most / 1e3:.0f} kB   {name}")
        over = [path for path in others if path.stat().st_size > PAGE_BYTES]
        over += [path for path in reports if path.stat().st_size > REPORT_BYTES]
        print(f"{len(over)} pages over their size; {seconds:.0f} of {SECONDS:.0f} seconds")
        return 1 if over or seconds > SECONDS else 0


if __name__ == "__main__":
    raise SystemExit(main())
