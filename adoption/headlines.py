"""The main points of an edition: at most six sentences, each with its definition.

Every number in them is a row of `report.key_figures`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from adoption import exhibits, labels, report, standings, wording
from adoption.report import Edition


def title(edition: Edition) -> str:
    """Return the finding of the edition in one line."""
    if edition.has(report.CHINA_USERS):
        users = edition.series(report.CHINA_USERS)
        when = labels.month(edition.latest(report.CHINA_USERS)["period_end"])
        finding = wording.growth_title("China’s users of generative AI", users)
        if not finding.endswith("so far"):
            joint = "in" if " stood at " in finding else "to"
            return f"{finding} {joint} {when}".replace(" in a year to ", " in the year to ")
    return "Use of generative AI"


def main_points(edition: Edition) -> str:
    """Return the main points: at most six sentences, each with its definition."""
    makers: tuple[Callable[[Edition, dict[str, str]], tuple[str, list[str]] | None], ...] = (
        _china_point,
        _world_point,
        _usa_point,
        _europe_point,
        _product_point,
        _forecast_point,
    )
    words = wording.figure_words(edition)
    lines = ["", "::: {.main-points}", ""]
    for make in makers:
        made = make(edition, words)
        if made is None:
            continue
        sentence, series_ids = made
        rows = pd.DataFrame([edition.latest(series_id) for series_id in series_ids])
        strip = wording.definition(edition, rows.reset_index(drop=True)).html()
        block = exhibits.raw_html(strip).replace("\n", "\n  ")
        lines += [f"- {exhibits.markdown_text(sentence)}", "", f"  {block}", ""]
    return "\n".join([*lines, ":::", ""])


def _china_point(edition: Edition, words: dict[str, str]) -> tuple[str, list[str]] | None:
    if "china_users" not in words:
        return None
    users = edition.latest(report.CHINA_USERS)
    when = labels.month(users["period_end"])
    growth = words.get("china_users_yoy_growth")
    shown = [report.CHINA_USERS]
    sentence = f"China counted {words['china_users']} users of generative AI in {when}"
    if growth:
        sentence += f", {growth} on a year before"
    share = edition.latest(report.CHINA_SHARE) if edition.has(report.CHINA_SHARE) else users
    if share is not users and share["period_end"] == users["period_end"]:
        shown.append(report.CHINA_SHARE)
        sentence += f": {words['china_penetration']} of the population"
        if points := words.get("china_penetration_yoy_change"):
            sentence += f", {points} on a year before"
    return sentence + ".", shown


def _world_point(edition: Edition, words: dict[str, str]) -> tuple[str, list[str]] | None:
    ranking = standings.economies(edition.known)
    if "world_penetration" not in words or ranking.empty:
        return None
    world = edition.latest(report.WORLD_SHARE)
    change = words.get("world_penetration_change")
    since = f", {change} on the period before" if change else ""
    return (
        f"Microsoft estimates that {words['world_penetration']} of the world’s residents aged 15 "
        f"to 64 used generative AI in the {_the(world)}{since}; of {words['economies']} economies "
        f"{ranking.iloc[0]['name']} leads with {words['leader_penetration']}.",
        [report.WORLD_SHARE],
    )


def _usa_point(edition: Edition, words: dict[str, str]) -> tuple[str, list[str]] | None:
    if "usa_firms" in words:
        firms = edition.latest(report.USA_FIRMS)
        text = (
            f"In the United States {words['usa_firms']} of firms with employees used AI in the two "
            f"weeks to {labels.day(firms['period_end'])}"
        )
        shown = [report.USA_FIRMS]
        if "usa_firms_expected" in words:
            text += f", and {words['usa_firms_expected']} expected to within six months"
            shown.append(report.USA_FIRMS_EXPECTED)
        return text + ".", shown
    if edition.has(report.USA_FIRMS_V1):
        firms = edition.latest(report.USA_FIRMS_V1)
        return (
            f"In the United States {report.level_words(firms)} of firms with employees used AI in "
            f"producing goods or services in the two weeks to {labels.day(firms['period_end'])}.",
            [report.USA_FIRMS_V1],
        )
    return None


def _europe_point(edition: Edition, words: dict[str, str]) -> tuple[str, list[str]] | None:
    parts, shown = [], []
    if "europe_penetration" in words:
        year = edition.latest(report.EUROPE_SHARE)["period_end"].year
        parts.append(
            f"{words['europe_penetration']} of residents aged 16 to 74 had used generative AI "
            f"within three months (survey of {year})"
        )
        shown.append(report.EUROPE_SHARE)
    if "europe_firms" in words:
        firms = edition.latest(report.EUROPE_FIRMS)
        part = (
            f"{words['europe_firms']} of firms with ten or more employees used AI in "
            f"{firms['period_end'].year}"
        )
        if "europe_firms_yoy_change" in words:
            part += f", {words['europe_firms_yoy_change']} on a year before"
        parts.append(part)
        shown.append(report.EUROPE_FIRMS)
    if not parts:
        return None
    return "In the European Union " + ", and ".join(parts) + ".", shown


def _product_point(edition: Edition, words: dict[str, str]) -> tuple[str, list[str]] | None:
    if "chatgpt_users" not in words:
        return None
    chatgpt = edition.latest(report.CHATGPT_USERS)
    text = (
        f"OpenAI reported {words['chatgpt_users']} weekly users of ChatGPT on "
        f"{labels.day(chatgpt['period_end'])}"
    )
    if "gemini_users" not in words:
        return text + ".", [report.CHATGPT_USERS]
    gemini = edition.latest(report.GEMINI_USERS)
    text += (
        f" and Google {words['gemini_users']} monthly users of Gemini on "
        f"{labels.day(gemini['period_end'])}; weekly and monthly counts cannot be compared."
    )
    return text, [report.CHATGPT_USERS, report.GEMINI_USERS]


def _forecast_point(edition: Edition, words: dict[str, str]) -> tuple[str, list[str]] | None:
    for name, who, series_id in (
        ("china_penetration", "China’s share", report.CHINA_SHARE),
        ("usa_firms", "the share of firms in the United States", report.USA_FIRMS),
    ):
        if f"{name}_ahead" in words:
            ahead = edition.forecasts[edition.forecasts["series_id"] == series_id]
            when = labels.day(report.forecast_day(edition, ahead))
            return (
                f"If it goes on as such series have, {who} is likely to be "
                f"{words[f'{name}_ahead']} on {when} (80% interval).",
                [series_id],
            )
    return None


def _the(figure: pd.Series[Any]) -> str:
    words = labels.period(figure["period_start"], figure["period_end"])
    return (
        words.replace("Q1", "first quarter of")
        .replace("Q2", "second quarter of")
        .replace("Q3", "third quarter of")
        .replace("Q4", "fourth quarter of")
    )
