"""Time and memory of `adoption check` on one large file, sound and with every row wrong.

    python benchmarks/check.py [ROWS]

Each case runs in a process of its own, so that the peak of its memory is its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

PERIODS = 40  # quarters in each series
RAW = Path(__file__).parent.parent / "data" / "raw"


def rows_like_eurostat(count: int) -> pd.DataFrame:
    """Return made-up rows: series of 40 quarters that grow, each row with a note of its own."""
    pattern = pd.read_csv(RAW / "eurostat.csv", dtype=str, keep_default_na=False).iloc[0]
    series, period = np.divmod(np.arange(count), PERIODS)
    starts = pd.date_range("2016-01-01", periods=PERIODS, freq="QS")
    ends = starts + pd.offsets.QuarterEnd(0)
    released = ends + pd.Timedelta(days=40)
    noise = np.random.default_rng(20261122).normal(0, 1, count)
    values = np.round(10 + 1.5 * period + noise, 1)
    return pd.DataFrame(
        dict(pattern)
        | {
            "series_id": [f"made-up-{number}" for number in series],
            "period_start": starts.strftime("%Y-%m-%d").to_numpy()[period],
            "period_end": ends.strftime("%Y-%m-%d").to_numpy()[period],
            "value": [f"{value:.1f}" for value in values],
            "rounding": "0.05",
            "released": released.strftime("%Y-%m-%d").to_numpy()[period],
            "retrieved": "2026-11-22",
            "notes": [f"made up, row {number}" for number in range(count)],
        }
    )


CASES = {
    "sound": lambda rows: rows,
    "every value with a percent sign": lambda rows: rows.assign(value=rows["value"] + "%"),
    "every share above 100": lambda rows: rows.assign(value="9" + rows["value"].str.zfill(4)),
    "every row twice": lambda rows: pd.concat([rows.iloc[: len(rows) // 2]] * 2),
}


def measure(path: str) -> dict[str, float]:
    """Check one file in this process."""
    from adoption import data

    start, start_cpu = time.perf_counter(), time.process_time()
    problems = data.check(path)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - start_cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "findings": len(problems), "seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mb": peak
    }  # fmt: skip


def main(count: int) -> None:
    """Print one line for each case."""
    rows = rows_like_eurostat(count)
    print(f"{count:,} rows")
    print(f"{'case':<34}{'file MB':>9}{'findings':>11}{'seconds':>9}{'CPU s':>7}{'peak MB':>9}")
    for name, change in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "large.csv"
            change(rows).to_csv(path, index=False, lineterminator="\n")
            done = subprocess.run(
                [sys.executable, __file__, "--one", str(path)],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            found = json.loads(done.stdout)
            size = path.stat().st_size / 2**20
        print(
            f"{name:<34}{size:>9.0f}{found['findings']:>11,}{found['seconds']:>9.1f}"
            f"{found['cpu_seconds']:>7.1f}{found['peak_mb']:>9.0f}",
            flush=True,
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(sys.argv[2])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
