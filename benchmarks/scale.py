"""Forecast a million short series, Parquet in and out, and print the time and the peak memory.

    python benchmarks/scale.py                                 # 1,000,000 series, the engine
    python benchmarks/scale.py --series 100000 --model damped-logit-drift

The series are made from a fixed seed: 2 to 4 yearly shares each, two target years. Peak memory is
that of the main process and of the largest worker, as the operating system counts them.
"""

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from joblib.externals.loky import get_reusable_executor
from pyarrow import parquet

from adoption.forecast_files import forecast_file

BLOCK = 100_000


def write_inputs(folder: Path, count: int) -> tuple[Path, Path, int]:
    """Write observations and targets, a block of series at a time; return the number of figures."""
    observations, targets = folder / "observations.parquet", folder / "targets.parquet"
    rng = np.random.default_rng(1)
    writers: dict[Path, parquet.ParquetWriter] = {}
    figures = 0
    for start in range(0, count, BLOCK):
        size = min(BLOCK, count - start)
        names = np.char.add("series-", np.char.zfill(np.arange(start, start + size).astype(str), 7))
        points = rng.integers(2, 5, size)
        rows = np.repeat(np.arange(size), points)
        order = np.arange(points.sum()) - np.repeat(np.cumsum(points) - points, points)
        level = rng.normal(-2.5, 0.7, size)[rows] + rng.normal(0.4, 0.2, size)[rows] * order
        share = 100 / (1 + np.exp(-level - rng.normal(0, 0.05, len(rows))))
        years = 2015 + order
        tables = {
            observations: pa.table(
                {
                    "series_id": names[rows],
                    "period_end": (years - 1970).astype("datetime64[Y]").astype("datetime64[D]")
                    + 364,
                    "value": share.round(1),
                    "cap": np.full(len(rows), 100.0),
                    "rounding": np.full(len(rows), 0.05),
                }
            ),
            targets: pa.table(
                {
                    "series_id": np.repeat(names, 2),
                    "period_end": np.tile(
                        np.array(["2020-12-31", "2021-12-31"], "datetime64[D]"), size
                    ),
                }
            ),
        }
        for path, table in tables.items():
            if path not in writers:
                writers[path] = parquet.ParquetWriter(path, table.schema)
            writers[path].write_table(table)
        figures += len(rows)
    for writer in writers.values():
        writer.close()
    return observations, targets, figures


def peak_megabytes(who: int) -> float:
    """Return the peak resident memory of this process, or of its largest child."""
    return resource.getrusage(who).ru_maxrss / 1024


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--series", type=int, default=1_000_000)
    parser.add_argument("--model", default="engine")
    parser.add_argument("--jobs", type=int, default=-1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        observations, targets, figures = write_inputs(Path(folder), options.series)
        output = Path(folder) / "forecasts.parquet"
        before = peak_megabytes(resource.RUSAGE_SELF)
        start = time.perf_counter()
        report = forecast_file(
            observations, output, targets=targets, model=options.model, jobs=options.jobs,
            progress=True,
        )  # fmt: skip
        seconds = time.perf_counter() - start
        get_reusable_executor().shutdown(wait=True)  # ended workers are counted
        rows = parquet.read_metadata(output).num_rows
        sizes = [path.stat().st_size / 2**20 for path in (observations, targets, output)]
    main_peak, worker_peak = (
        peak_megabytes(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    lines = {
        "model": f"{options.model}, {os.cpu_count()} cores",
        "series": f"{options.series:,} with {figures:,} figures",
        "forecasts": f"{report.forecasts:,} ({rows:,} quantiles), refused {len(report.refused)}",
        "files in, out": f"{sizes[0]:,.0f} + {sizes[1]:,.0f} MB, {sizes[2]:,.0f} MB",
        "time": f"{seconds:,.1f} s, {options.series / seconds:,.0f} series a second",
        "peak memory, main": f"{main_peak:,.0f} MB ({before:,.0f} before)",
        "peak memory, worker": f"{worker_peak:,.0f} MB",
    }
    for name, words in lines.items():
        print(f"{name:<20} {words}")


if __name__ == "__main__":
    main()
