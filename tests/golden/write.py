"""Write the golden files anew (`make golden`); read the difference line by line in review."""

from __future__ import annotations

from pathlib import Path

import adoption
from adoption import report

HERE = Path(__file__).parent


def main() -> None:
    edition = report.edition("2026Q2")
    figures = report.key_figures(edition)[["name", "words", "unit", "series_id"]]
    figures.to_csv(HERE / "key_figures_2026Q2.csv", index=False, lineterminator="\n")
    known = adoption.as_of(adoption.load(), edition.as_of.date())
    name = report.CHINA_SHARE
    ahead = adoption.forecast(known, name, until="2028-12-31")
    figure = adoption.plot_forecast(adoption.series(known, name), ahead)
    figure.savefig(HERE.parents[1] / "docs" / "forecast.png", dpi=100)


if __name__ == "__main__":
    main()
