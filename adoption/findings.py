"""The statements of a text judged: against the figures they are bound to, and against each other.

Levels come first; a change or a multiple is then counted from the level of its sentence. What a
sentence says of itself (from 64.0 to 70.1 is no 6.1 percent; 515 million are not 45.9 percent of
1.4 billion) is checked even where no figure is bound.
"""

# ruff: noqa: E501 -- a pattern is read in one piece

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from adoption import data, rates, verdicts
from adoption.bindings import Binder, Candidate, bases_of, current_at, figures_at
from adoption.catalogue import Catalogue, Figure, Series
from adoption.periods import Period
from adoption.rates import Interval
from adoption.statements import Statement
from adoption.verdicts import CONTRADICTED, SUPPORTED, UNDETERMINED, Claimed, Verdict

NAMED_CANDIDATES = 4  # how many series a reason lists
FAR_OFF = 3  # an undated level so many times outside every figure needs an explanation
POPULATION_SLACK = Decimal("0.06")  # census, mid-year and year-end populations differ
MIN_RANKED = 8  # places with a figure, for a rank to mean anything
_CHANGES = ("change_percent", "change_points", "change_absolute")


def judge(
    statements: Sequence[Statement],
    catalogue: Catalogue,
    population: pd.DataFrame,
    printed: pd.DataFrame,
) -> list[Verdict]:
    """Return a verdict for each statement, in order.

    Parameters
    ----------
    statements : sequence of Statement
        Of one document (`read_statements`).
    catalogue : Catalogue
        The figures.
    population : DataFrame
        Sizes of populations (`load_table("population")`).
    printed : DataFrame
        Changes as publishers printed them (`load_table("claims")`); those known to be wrong
        support nothing.
    """
    return _Judge(statements, catalogue, population, printed).all()


class _Judge:
    def __init__(
        self,
        statements: Sequence[Statement],
        catalogue: Catalogue,
        population: pd.DataFrame,
        printed: pd.DataFrame,
    ) -> None:
        self.statements = list(statements)
        self.catalogue = catalogue
        self.binder = Binder(catalogue)
        self.population = _populations(population)
        self.printed = _printed_changes(printed)
        self.verdicts: dict[int, Verdict] = {}
        self.held: dict[int, list[Verdict]] = {}

    def all(self) -> list[Verdict]:
        for i in range(len(self.statements)):
            if self.statements[i].kind == "level":
                self.verdicts[i] = self._level(i)
        self._earlier_levels()
        self._by_joint_values()
        self._second_look_at_levels()
        for i, statement in enumerate(self.statements):
            if statement.kind in _CHANGES or _over_time(statement):
                self.verdicts[i] = self._change(i)
        for i, statement in enumerate(self.statements):
            if statement.kind == "rank":
                self.verdicts[i] = self._rank(i)
            elif statement.kind == "ratio_of_changes":
                self.verdicts[i] = self._ratio_of_changes(i)
            elif i not in self.verdicts:
                self.verdicts[i] = self._between_places(i)
        for i in range(len(self.statements)):
            self.verdicts[i] = self._with_implied_population(i)
        return [self.verdicts[i] for i in range(len(self.statements))]

    # -- levels

    def _level(self, i: int) -> Verdict:
        statement = self.statements[i]
        if statement.blocked:
            return Verdict(UNDETERMINED, statement.blocked)
        if statement.subject.members and len(statement.subject.members) > 1:
            return self._each(i)
        return self._level_of(statement, self.binder.candidates(statement), index=i)

    def _each(self, i: int) -> Verdict:
        """Judge a statement about several places: it must hold for each of them."""
        statement = self.statements[i]
        parts = []
        for place in statement.subject.members:
            subject = replace(
                statement.subject, places=(place,), how=statement.subject.how | {"places": "here"}
            )
            one = replace(statement, subject=subject)
            parts.append((place, self._level_of(one, self.binder.candidates(one))))
        if not statement.quantified:
            held = [v for _, v in parts if v.verdict == SUPPORTED]
            return held[0] if held else Verdict(UNDETERMINED, "several places are named")
        return _all_of(parts)

    def _level_of(
        self,
        statement: Statement,
        candidates: list[Candidate],
        *,
        anchored: bool = False,
        index: int = -1,
    ) -> Verdict:
        claimed = claimed_of(statement)
        if not candidates:
            derived = self._share_of_internet_users(statement, claimed)
            return derived or Verdict(UNDETERMINED, self._missing(statement))
        alone = bool(statement.subject.products) and len({c.series.geo for c in candidates}) == 1
        if not (self._has_subject(statement) or anchored or (alone and statement.period)):
            return Verdict(UNDETERMINED, _named("no subject; it could be", candidates))
        held: list[tuple[int, Verdict]] = []
        failed: list[tuple[Candidate, Verdict]] = []
        for candidate in candidates:
            for rank, figures in enumerate(self._figures(statement, candidate.series)):
                if not figures:
                    continue
                verdict = verdicts.level(candidate.series, claimed, figures)
                if verdict.verdict == SUPPORTED:
                    if candidate.confirmed or self._specific(statement, candidate, rank):
                        held.append((rank + 2 * len(candidate.open_parts), verdict))
                    break
                if rank == 0:
                    failed.append((candidate, verdict))
                elif rank == 1 and not self._figures(statement, candidate.series)[0]:
                    break
        if held:
            held.sort(key=lambda pair: pair[0] + (2 if "holds as" in pair[1].reason else 0))
            self.held[index] = [verdict for _, verdict in held]
            return self._described(statement, held[0][1], held[0][0])
        return self._refused(statement, claimed, candidates, failed, anchored=anchored)

    def _share_of_internet_users(self, statement: Statement, claimed: Claimed) -> Verdict | None:
        """Judge a share of internet users by the two counts, where no such share is published."""
        subject, period = statement.subject, statement.period
        plain = not (subject.ages or subject.detail or subject.purpose or subject.window)
        if subject.group != "internet" or statement.unit != "percent" or not (plain and period):
            return None
        users = replace(
            statement, unit="persons", subject=replace(subject, group="", indicator="users")
        )
        for candidate in self.binder.candidates(users, share=False):
            if not candidate.confirmed or subject.outsider:
                continue
            for f in figures_at(candidate.series, period):
                whole = [
                    t for s in self.catalogue.by_geo[candidate.series.geo]
                    if s.product == "internet" and s.indicator == "users"
                    for t in s.figures if t.period_end == f.period_end
                ]  # fmt: skip
                if not whole:
                    continue
                share = rates.penetration_percent(f.nominal, whole[-1].nominal)
                said = (
                    f"{f.words()} of {whole[-1].words()} internet users is "
                    f"{verdicts.bounds(share, 'percent')} [{candidate.series.series_id}]"
                )
                fits = share.meets(claimed.loose)
                return Verdict(
                    SUPPORTED if fits else CONTRADICTED, said, candidate.series.series_id, f
                )
        return None

    def _figures(self, statement: Statement, series: Series) -> list[list[Figure]]:
        """Return the figures a level can mean, most fitting first: of its date, current then, any."""
        if statement.period is None:
            if statement.period_how == "relative" or statement.base_level:
                return [[], list(series.figures)]
            return [[], list(series.figures)]
        at = figures_at(series, statement.period)
        own = statement.period_how in ("here", "sentence")
        if at:
            return [at, [] if statement.period_how == "here" else list(series.figures)]
        return [[], current_at(series, statement.period) if own else list(series.figures)]

    def _has_subject(self, statement: Statement) -> bool:
        subject = statement.subject
        specific = any(not p.startswith("any-") and p != "internet" for p in subject.products)
        return bool(
            specific
            or (subject.places and (subject.products or subject.sources))
            or subject.sources
        )

    def _specific(self, statement: Statement, candidate: Candidate, rank: int) -> bool:
        """Return whether a figure that fits is no accident though parts of the subject are open."""
        subject = statement.subject
        named = bool(subject.sources) and candidate.series.source_id in subject.sources
        fine = statement.unit != "percent" or statement.value != statement.value.to_integral_value()
        if "place" in candidate.open_parts and statement.unit == "percent":
            return named and fine
        return (len(candidate.open_parts) <= 1 and (named or fine)) or (
            len(candidate.open_parts) == 2 and named and fine
        )

    def _described(self, statement: Statement, verdict: Verdict, rank: int) -> Verdict:
        figure = verdict.figure
        series = self.catalogue.series[verdict.series_id]
        extra = f" [{verdict.series_id}]"
        if figure and statement.period is None:
            last = list(series.latest.values())[-1]
            if last.period_end > figure.period_end:
                extra += f"; no date is named, and a later figure is out: {last.words()}"
        elif figure and rank % 2 == 1:
            extra += "; the period is that of the figure, not the one named"
        return verdicts.with_reason(verdict, extra)

    def _refused(
        self,
        statement: Statement,
        claimed: Claimed,
        candidates: list[Candidate],
        failed: list[tuple[Candidate, Verdict]],
        *,
        anchored: bool,
    ) -> Verdict:
        """Contradict a level only if a confirmed series of the period fails and none else fits."""
        confirmed = [(c, v) for c, v in failed if c.confirmed and v.verdict == CONTRADICTED]
        undecided = [v for c, v in failed if v.verdict == UNDETERMINED]
        for candidate, verdict in confirmed:
            day = verdict.period_end or dt.date.min
            why = verdicts.explain_level(self.catalogue, candidate.series, claimed, day)
            if (anchored and not statement.weak) or self._binding(
                statement, candidate, failed, why
            ):
                if self._could_be_another_period(statement, candidate, claimed):
                    continue
                reason = f" [{candidate.series.series_id}]{why}"
                return verdicts.with_reason(verdict, reason)
        for candidate in candidates:
            verdict_between = self._between(statement, candidate, claimed)
            if verdict_between:
                return verdict_between
        if undecided and not confirmed:
            return verdicts.with_reason(undecided[0], f" [{undecided[0].series_id}]")
        if failed:
            near = failed[0]
            return Verdict(
                UNDETERMINED,
                f"fits no figure it may speak of, but the binding is not certain: {near[1].reason} "
                f"[{near[0].series.series_id}]" + _others([c for c, _ in failed[1:]]),
            )
        if statement.period is None:
            return self._undated(statement, claimed, candidates)
        return Verdict(UNDETERMINED, _named("no figure of that period in", candidates))

    def _binding(
        self,
        statement: Statement,
        candidate: Candidate,
        failed: list[tuple[Candidate, Verdict]],
        why: str,
    ) -> bool:
        """Return whether the text leaves no other figure to be meant than that of the candidate."""
        subject, series = statement.subject, candidate.series
        if subject.outsider or statement.weak or statement.relation == "at most":
            return False
        if statement.period_how == "distant":
            return False
        if statement.base_level and statement.period is None:
            return False
        named = bool(subject.sources) and series.source_id in subject.sources
        if named:
            return (
                subject.how.get("sources") == "sentence"
                or statement.period_how != "carried"
                or bool(why)
            )
        if not series.share:
            return "places" in subject.how and subject.how["products"] in (
                "here",
                "sentence",
                "carried",
            )
        if subject.indicator == "penetration" and self._says_penetration(statement):
            return True
        publishers = {c.series.source_id for c, _ in failed}
        fine = statement.value != statement.value.to_integral_value()
        exact = statement.period_how in ("here", "sentence")
        return exact and (bool(why) or (fine and len(publishers) == 1))

    def _says_penetration(self, statement: Statement) -> bool:
        return "penetration" in statement.subject.how.get("words", "")

    def _could_be_another_period(
        self, statement: Statement, candidate: Candidate, claimed: Claimed
    ) -> bool:
        """Return whether a date that was not said of this number hides a true figure."""
        if statement.period_how == "here":
            return False
        return any(f.nominal.meets(claimed.printed) for f in candidate.series.figures)

    def _between(
        self, statement: Statement, candidate: Candidate, claimed: Claimed
    ) -> Verdict | None:
        """Contradict a count far outside the figures before and after its date."""
        series, period = candidate.series, statement.period
        if (
            series.share
            or not candidate.confirmed
            or period is None
            or statement.subject.outsider
            or statement.weak
        ):
            return None
        if (period.end - period.start).days > 95 or statement.period_how in ("carried", "distant"):
            return None
        verdict = verdicts.between_neighbours(series, claimed, period.end)
        if verdict.verdict == CONTRADICTED:
            why = verdicts.explain_level(self.catalogue, series, claimed, period.end)
            return verdicts.with_reason(verdict, f" [{series.series_id}]{why}")
        return None

    def _undated(
        self, statement: Statement, claimed: Claimed, candidates: list[Candidate]
    ) -> Verdict:
        confirmed = [c for c in candidates if c.confirmed]
        for candidate in confirmed:
            series = candidate.series
            low = min(f.nominal.lower for f in series.figures)
            high = max(f.nominal.upper for f in series.figures)
            far = claimed.loose.lower > high * FAR_OFF or claimed.loose.upper * FAR_OFF < low
            why = verdicts.explain_level(
                self.catalogue, series, claimed, series.figures[-1].period_end
            )
            if far and "power of ten" in why and not (statement.subject.outsider or statement.weak):
                last = series.figures[-1]
                return Verdict(
                    CONTRADICTED,
                    f"published: {last.words()} [{series.series_id}]{why}", series.series_id, last,
                )  # fmt: skip
        known = ", ".join(
            f"{f.words()}" for c in confirmed[:1] for f in list(c.series.latest.values())[-3:]
        )
        detail = f"; the last figures are {known}" if known else ""
        return Verdict(UNDETERMINED, _named("no date is named; candidates:", candidates) + detail)

    def _missing(self, statement: Statement) -> str:
        subject = statement.subject
        if not (subject.places or subject.products or subject.sources):
            return "no place, product or publisher is named"
        if subject.detail:
            return f"no figures for this part of the population: {subject.detail}"
        return "no series in the data measures this"

    def _earlier_levels(self) -> None:
        """Date "8% two years earlier" from the figure of the level it is compared with."""
        for i, statement in enumerate(self.statements):
            if statement.period_how != "relative" or statement.level is None or statement.blocked:
                continue
            level = self.verdicts[statement.level]
            if level.verdict != SUPPORTED or level.figure is None or statement.base is None:
                continue
            series = self.catalogue.series[level.series_id]
            near = bases_of(series, level.figure, statement.base)
            if near:
                claimed = claimed_of(statement)
                verdict = verdicts.level(series, claimed, near)
                if verdict.verdict == CONTRADICTED and statement.weak:
                    verdict = replace(verdict, verdict=UNDETERMINED)
                self.verdicts[i] = verdicts.with_reason(verdict, f" [{series.series_id}]")

    # -- levels, by what stands beside them

    def _by_joint_values(self) -> None:
        """Bind levels without a subject if several of one paragraph fit one publisher and period."""
        groups: dict[int, list[int]] = defaultdict(list)
        for i, s in enumerate(self.statements):
            bare = not (s.subject.places or s.subject.products or s.subject.sources)
            if (
                s.kind == "level"
                and bare
                and not s.blocked
                and s.relation in ("", "over", "at least")
            ):
                groups[s.paragraph].append(i)
        for members in groups.values():
            if len(members) < 2:
                continue
            tally: dict[tuple[str, str, dt.date], dict[int, Verdict]] = defaultdict(dict)
            for i in members:
                claimed = claimed_of(self.statements[i])
                for series in self.catalogue.series.values():
                    if series.product not in ("any-genai", "any-ai") or series.purpose != "any":
                        continue
                    if (self.statements[i].unit == "percent") != series.share:
                        continue
                    for figure in series.latest.values():
                        if figure.nominal.meets(claimed.printed):
                            verdict = verdicts.level(series, claimed, [figure])
                            key = (series.source_id, series.geo, figure.period_end)
                            tally[key].setdefault(i, verdict)
            whole = [found for found in tally.values() if len(found) == len(members)]
            units = {self.statements[i].unit for i in members}
            if len(whole) == 1 and len(units) > 1:
                for i, verdict in whole[0].items():
                    self.verdicts[i] = verdicts.with_reason(
                        verdict, f" [{verdict.series_id}]; bound because all levels here fit it"
                    )

    def _second_look_at_levels(self) -> None:
        """Judge an unbound level by the publisher that its sentence is bound to by another."""
        for i, statement in enumerate(self.statements):
            if statement.kind != "level" or statement.blocked:
                continue
            if self.verdicts[i].verdict != UNDETERMINED or statement.subject.outsider:
                continue
            beside = self._supported_beside(i)
            if not beside:
                continue
            series = self.catalogue.series[self.verdicts[beside[0]].series_id]
            period = statement.period
            figure = self.verdicts[beside[0]].figure
            if period is None and figure and not statement.base_level:
                period = Period(figure.period_end, figure.period_end)
            subject = replace(statement.subject, sources=(series.source_id,), places=(series.geo,))
            bound = replace(statement, subject=subject, period=period)
            candidates = [
                c for c in self.binder.candidates(bound) if c.series.source_id == series.source_id
            ]
            if statement.unit == "percent" and len([c for c in candidates if c.confirmed]) != 1:
                continue
            verdict = self._level_of(bound, candidates, anchored=period is not None)
            if verdict.verdict != UNDETERMINED:
                self.verdicts[i] = verdict

    def _supported_beside(self, i: int) -> list[int]:
        here = self.statements[i]
        return [
            j
            for j, s in enumerate(self.statements)
            if j != i
            and s.sentence == here.sentence
            and s.kind == "level"
            and self.verdicts[j].verdict == SUPPORTED
            and s.subject.places == here.subject.places
            and s.subject.products == here.subject.products
            and not s.base_level
        ]

    # -- changes

    def _change(self, i: int) -> Verdict:
        statement = self.statements[i]
        if statement.blocked:
            return Verdict(UNDETERMINED, statement.blocked)
        by_text = self._by_its_own_numbers(i)
        if by_text and by_text.verdict == CONTRADICTED:
            return by_text
        by_figures = self._change_by_figures(i)
        if by_text and by_figures.verdict != SUPPORTED:
            reason = f"{by_figures.reason}; {by_text.reason}"
            return replace(by_figures, verdict=UNDETERMINED, reason=reason)
        return by_figures

    def _by_its_own_numbers(self, i: int) -> Verdict | None:
        """Hold a change against the two levels its own sentence names."""
        statement = self.statements[i]
        if statement.level is None:
            return None
        level = self.statements[statement.level]
        bases = [
            s
            for s in self.statements
            if s.base_level and s.level == statement.level and s.unit == level.unit
            and s.sentence == statement.sentence and not s.blocked
            and s.subject.places == level.subject.places
        ]  # fmt: skip
        if (
            len(bases) != 1
            or bases[0].relation
            or level.relation
            or not _same_base(statement, bases[0])
        ):
            return None
        start, end = bases[0].printed, level.printed
        if end.lower <= 0 or start.lower <= 0:
            return None
        claimed = claimed_of(statement)
        result = verdicts.MEASURES[statement.kind](start, end)
        said = (
            f"{verdicts.amount(bases[0].value, level.unit)} to {verdicts.amount(level.value, level.unit)} "
            f"is {verdicts.bounds(result, claimed.unit)}"
        )
        wide = verdicts.MEASURES[statement.kind](bases[0].loose, level.loose)
        if result.meets(claimed.loose) or wide.meets(claimed.printed):
            return Verdict(UNDETERMINED, f"the numbers of the sentence agree: {said}")
        if statement.kind == "change_percent" and level.unit == "percent":
            points = rates.change_points(start, end)
            if points.meets(claimed.printed):
                said += f"; {claimed.words()} fits in percentage points"
        return Verdict(CONTRADICTED, f"by its own numbers, {said}")

    def _change_by_figures(self, i: int) -> Verdict:
        statement = self.statements[i]
        if len(statement.subject.members) > 1:
            return self._each_change(statement)
        ends: list[tuple[Series, list[Figure], bool]] = []
        if statement.level is not None and self.verdicts[statement.level].series_id:
            bound = self.verdicts[statement.level]
            for one in self.held.get(statement.level) or [bound]:
                series = self.catalogue.series[one.series_id]
                if one.figure and one.verdict in (SUPPORTED, CONTRADICTED):
                    same = [f for f in series.figures if f.period_end == one.figure.period_end]
                    ends.append((series, same, True))
        elif statement.level is not None and self.verdicts[statement.level].verdict == UNDETERMINED:
            return Verdict(
                UNDETERMINED, "the level it belongs to is bound to no figure" + self._implied(i)
            )
        if not ends:
            ends = self._ends_by_subject(statement)
        return self._best_change(statement, ends) or Verdict(
            UNDETERMINED, self._why_no_change(statement)
        )

    def _each_change(self, statement: Statement) -> Verdict:
        parts = []
        for place in statement.subject.members:
            subject = replace(
                statement.subject, places=(place,), how=statement.subject.how | {"places": "here"}
            )
            one = replace(statement, subject=subject)
            verdict = self._best_change(one, self._ends_by_subject(one))
            parts.append((place, verdict or Verdict(UNDETERMINED, "no figures")))
        return _all_of(parts)

    def _ends_by_subject(self, statement: Statement) -> list[tuple[Series, list[Figure], bool]]:
        if not self._has_subject(statement):
            return []
        share = True if statement.kind == "change_points" else None
        ends = []
        for candidate in self.binder.candidates(statement, share=share):
            series = candidate.series
            if statement.period is not None:
                figures = figures_at(series, statement.period)
                if (statement.period.end - statement.period.start).days > 200 and figures:
                    newest = max(f.period_end for f in figures)
                    figures = [f for f in figures if f.period_end == newest]
            else:
                figures = [
                    f for f in series.figures if f.period_end == series.figures[-1].period_end
                ]
            strong = candidate.confirmed and statement.period is not None
            if figures:
                ends.append((series, figures, strong))
        return ends

    def _best_change(
        self, statement: Statement, ends: list[tuple[Series, list[Figure], bool]]
    ) -> Verdict | None:
        claimed = claimed_of(statement)
        named = self._named_base(statement)
        found: list[Verdict] = []
        refused: list[tuple[Verdict, bool, Series]] = []
        for series, figures, strong in ends:
            if statement.kind == "change_points" and not series.share:
                continue
            newest = figures[-1]
            groups: dict[tuple[dt.date, dt.date], list[Figure]] = defaultdict(list)
            bases = bases_of(series, newest, statement.base)
            if named and named.series_id == series.series_id and statement.base is None:
                bases = [f for f in bases if f.period_end == named.period_end] or bases
            for f in bases:
                groups[(f.period_start, f.period_end)].append(f)
            tried = []
            for same_period in groups.values():
                same = [f for f in figures if f.period_start == newest.period_start]
                verdict = verdicts.change(series, statement.kind, claimed, same, same_period)
                tried.append(self._as_printed(statement, verdict, claimed))
            best = verdicts.best(tried)
            if best is None:
                continue
            if best.verdict == SUPPORTED:
                found.append(verdicts.with_reason(best, f" [{series.series_id}]"))
            elif best.verdict == CONTRADICTED:
                near = min(tried, key=lambda v: _nearness(v))
                refused.append((near, strong, series))
            else:
                found.append(verdicts.with_reason(best, f" [{series.series_id}]"))
        best = verdicts.best(v for v in found if v.verdict == SUPPORTED)
        if best:
            return best
        for verdict, strong, series in refused:
            if strong and self._change_is_binding(statement, series, [s for _, _, s in refused]):
                kind = statement.kind
                why = verdicts.explain_change(self.catalogue, series, kind, claimed, verdict)
                return verdicts.with_reason(verdict, f" [{series.series_id}]{why}")
        if refused:
            verdict, _, series = refused[0]
            return Verdict(
                UNDETERMINED,
                f"fits no figures it may speak of, but the binding is not certain: {verdict.reason} "
                f"[{series.series_id}]",
            )
        return found[0] if found else None

    def _named_base(self, statement: Statement) -> Figure | None:
        """Return the figure of the earlier level that the sentence names: "from 17.7 percent"."""
        for j, s in enumerate(self.statements):
            named = s.base_level and s.level == statement.level and s.sentence == statement.sentence
            if named and statement.level is not None and self.verdicts[j].verdict == SUPPORTED:
                return self.verdicts[j].figure
        return None

    def _as_printed(self, statement: Statement, verdict: Verdict, claimed: Claimed) -> Verdict:
        """Let the change that the publisher printed decide: for a set always, else in support."""
        end, base = verdict.period_end, verdict.base_period_end
        if end is None or base is None:
            return verdict
        printed = self.printed.get((verdict.series_id, end, base), {}).get(statement.kind)
        if printed is None:
            return verdict
        said = f"printed by the publisher: {verdicts.bounds(printed, claimed.unit)}"
        if printed.meets(claimed.printed):
            return replace(verdict, verdict=SUPPORTED, reason=f"{said}; {verdict.reason}")
        if statement.quantified:
            return replace(verdict, verdict=CONTRADICTED, reason=f"{said}; {verdict.reason}")
        return verdict

    def _change_is_binding(
        self, statement: Statement, series: Series, others: list[Series]
    ) -> bool:
        if statement.subject.outsider or statement.weak:
            return False
        if statement.level is not None:
            return True
        subject = statement.subject
        if self._says_penetration(statement) and statement.base is not None:
            return True
        if subject.sources and series.source_id in subject.sources:
            return statement.base is not None or statement.period_how in ("here", "sentence")
        return (
            len({s.source_id for s in others}) == 1
            and statement.base is not None
            and (not series.share or statement.value != statement.value.to_integral_value())
        )

    def _why_no_change(self, statement: Statement) -> str:
        if not self._has_subject(statement):
            return "no place, product or publisher is named"
        return "no figures of both periods in the data" + self._implied_text(statement)

    def _implied(self, i: int) -> str:
        return self._implied_text(self.statements[i])

    def _implied_text(self, statement: Statement) -> str:
        """Return the base that a change implies for the level of its sentence."""
        if statement.level is None or statement.kind == "ratio_of_changes":
            return ""
        level = self.statements[statement.level]
        if level.relation or level.unit not in ("percent", "persons", "accounts"):
            return ""
        try:
            if statement.kind == "change_percent":
                base = rates.implied_base(level.printed, statement.printed)
            elif statement.kind == "ratio":
                base = rates.ratio(statement.printed, level.printed)
            else:
                base = level.printed - statement.printed
        except (ZeroDivisionError, ValueError, ArithmeticError):
            return ""
        if not base.upper.is_finite():
            return ""
        return f"; implies {verdicts.bounds(base, level.unit)} before"

    # -- comparisons

    def _between_places(self, i: int) -> Verdict:
        """Judge "three times the global increase of 1.5" and "twice the share of Japan"."""
        statement = self.statements[i]
        if statement.blocked:
            return Verdict(UNDETERMINED, statement.blocked)
        numbers = self._numbers_around(i) if statement.kind == "ratio" else None
        claimed = claimed_of(statement)
        if numbers:
            first, second = numbers
            result = rates.ratio(_positive(second.printed), _positive(first.printed))
            said = (
                f"{verdicts.amount(first.value, first.unit)} against "
                f"{verdicts.amount(second.value, second.unit)} is {verdicts.bounds(result, 'times')}"
            )
            if not result.meets(claimed.loose):
                return Verdict(CONTRADICTED, f"by its own numbers, {said}")
            both = [self.verdicts.get(self.statements.index(s)) for s in numbers]
            if all(v and v.verdict == SUPPORTED for v in both):
                return Verdict(SUPPORTED, said, both[0].series_id, both[0].figure)  # type: ignore[union-attr]
            return Verdict(UNDETERMINED, f"the numbers of the sentence agree: {said}")
        return self._levels_of_two_places(statement, claimed)

    def _numbers_around(self, i: int) -> tuple[Statement, Statement] | None:
        sentence = self.statements[i].sentence
        measures = ("level", "change_points", "change_percent", "change_absolute")
        near = [j for j in range(max(0, i - 3), min(len(self.statements), i + 3)) if j != i]
        near = [j for j in near if self.statements[j].sentence == sentence]
        before = [self.statements[j] for j in near if j < i and self.statements[j].kind in measures]
        after = [self.statements[j] for j in near if j > i and self.statements[j].kind in measures]
        for first in reversed(before):
            for second in after:
                if (
                    first.unit == second.unit
                    and first.kind == second.kind
                    and second.printed.lower > 0
                ):
                    return first, second
        return None

    def _levels_of_two_places(self, statement: Statement, claimed: Claimed) -> Verdict:
        subject = statement.subject
        if statement.kind == "gap" and len(subject.members) == 2:
            other = subject.members[1]
            how = subject.how | {"places": "here"}
            one = replace(subject, places=subject.members[:1], how=how)
            two_sided = replace(statement, subject=one, compared_place=other)
            return self._levels_of_two_places(two_sided, claimed)
        if not subject.places or subject.places[0] == statement.compared_place:
            return Verdict(UNDETERMINED, "the two places compared are not both named")
        other = statement.compared_place
        results = []
        for candidate in self.binder.candidates(statement, share=True):
            for twin in self.catalogue.by_geo.get(other, []):
                if not _twins(candidate.series, twin):
                    continue
                period = statement.period
                mine = (
                    figures_at(candidate.series, period)
                    if period
                    else list(candidate.series.figures[-1:])
                )
                for f in mine:
                    pair = [t for t in twin.figures if t.period_end == f.period_end]
                    for t in pair[-1:]:
                        gap = statement.kind == "gap"
                        pair_measure = _gap if gap else rates.ratio
                        result = pair_measure(t.nominal, f.nominal)
                        said = f"published: {f.words()} against {t.words()}: {verdicts.bounds(result, claimed.unit)}"
                        fits = result.meets(claimed.loose)
                        sure = set(candidate.open_parts) <= {"product"} and bool(subject.sources)
                        verdict = SUPPORTED if fits else CONTRADICTED if sure else UNDETERMINED
                        results.append(Verdict(verdict, said, candidate.series.series_id, f, t))
        return verdicts.best(results) or Verdict(
            UNDETERMINED, "no figures of both places for one period"
        )

    def _ratio_of_changes(self, i: int) -> Verdict:
        """Judge "twice as fast": in points and in percent, for the measure may not be named."""
        statement = self.statements[i]
        if statement.blocked:
            return Verdict(UNDETERMINED, statement.blocked)
        claimed = claimed_of(statement)
        sentence = [s for s in self.statements if s.sentence == statement.sentence]
        changes = [s for s in sentence if s.kind in _CHANGES and not s.blocked]
        tests: list[tuple[str, Interval]] = []
        series_id = ""
        for kind, name in (("change_points", "points"), ("change_percent", "percent")):
            same = [s for s in changes if s.kind == kind]
            if len(same) >= 2 and same[1].printed.lower > 0:
                tests.append((name, rates.ratio(same[1].printed, same[0].printed)))
        if len(tests) < 2:
            places = self._two_places(statement, sentence)
            if places:
                found, series_id = self._changes_of(statement, *places)
                known = {name for name, _ in tests}
                tests += [(name, result) for name, result in found if name not in known]
        if not tests:
            return Verdict(UNDETERMINED, "the two changes compared are not known")
        said = "; ".join(f"in {name} {verdicts.bounds(r, 'times')}" for name, r in tests)
        fits = [name for name, r in tests if r.meets(claimed.loose)]
        measures = {s.unit for s in changes}
        if not fits:
            return Verdict(CONTRADICTED, f"ratio of the changes: {said}", series_id)
        if len(fits) == len(tests) > 1 or (
            len(measures) == 1 and fits[0] in measures and len(changes) > 1
        ):
            return Verdict(
                SUPPORTED if series_id else UNDETERMINED, f"ratio of the changes: {said}", series_id
            )
        return Verdict(
            UNDETERMINED,
            f"ratio of the changes: {said}; it holds in {fits[0]} only, and the measure is not named",
            series_id,
        )

    def _two_places(
        self, statement: Statement, sentence: list[Statement]
    ) -> tuple[str, str] | None:
        places = [*statement.subject.places]
        if statement.compared_place and statement.compared_place not in places:
            places.append(statement.compared_place)
        for s in sentence:
            places += [p for p in s.subject.places if p not in places]
        return (places[0], places[1]) if len(places) >= 2 else None

    def _changes_of(
        self, statement: Statement, first: str, second: str
    ) -> tuple[list[tuple[str, Interval]], str]:
        for one in self.catalogue.by_geo.get(first, []):
            for two in self.catalogue.by_geo.get(second, []):
                if (
                    not _twins(one, two)
                    or not one.share
                    or one.product not in ("any-genai", "any-ai")
                ):
                    continue
                if statement.subject.sources and one.source_id not in statement.subject.sources:
                    continue
                common = [k for k in one.latest if k in two.latest]
                if statement.period:
                    at = {(f.period_start, f.period_end) for f in figures_at(one, statement.period)}
                    last = [k for k in common if k in at][-1:]
                    common = [k for k in common if last and k[1] <= last[0][1]]
                if len(common) < 2:
                    continue
                pairs = [
                    (s.latest[common[-2]].nominal, s.latest[common[-1]].nominal) for s in (one, two)
                ]
                points = [rates.change_points(*pair) for pair in pairs]
                growth = [rates.growth_percent(*pair) for pair in pairs]
                if points[1].lower <= 0 or points[0].lower <= 0:
                    continue
                return [
                    ("points", rates.ratio(points[1], points[0])),
                    ("percent", rates.ratio(growth[1], growth[0])),
                ], one.series_id
        return [], ""

    # -- ranks

    def _rank(self, i: int) -> Verdict:
        statement = self.statements[i]
        if statement.blocked:
            return Verdict(UNDETERMINED, statement.blocked)
        if not statement.subject.places or statement.subject.places == ("WLD",):
            return Verdict(UNDETERMINED, "no place is named")
        beside = {
            self.verdicts[j].series_id: self.verdicts[j].figure
            for j, s in enumerate(self.statements)
            if s.sentence == statement.sentence and s.kind == "level" and j in self.verdicts
            and s.subject.places == statement.subject.places
        }  # fmt: skip
        results: list[tuple[bool, Verdict]] = []
        share = replace(statement, kind="level", unit="percent")
        for candidate in self.binder.candidates(share, share=True):
            series = candidate.series
            peers = [
                s for s in self.catalogue.series.values() if _twins(series, s) and len(s.geo) == 3
            ]
            figures = (
                figures_at(series, statement.period)
                if statement.period
                else list(series.figures[-1:])
            )
            level_beside = beside.get(series.series_id)
            if level_beside is not None:
                figures = [level_beside]
            named = series.series_id in beside or series.source_id in statement.subject.sources
            for f in {x.period_end: x for x in figures}.values():
                at = [p.latest.get((f.period_start, f.period_end)) for p in peers]
                others = [x for x in at if x is not None and x.series_id != series.series_id]
                if len(others) < MIN_RANKED:
                    continue
                above = sum(x.nominal.lower > f.nominal.upper for x in others)
                level_with = sum(x.nominal.meets(f.nominal) for x in others)
                low, high = above + 1, above + 1 + level_with
                rank = f"{low}" if low == high else f"{low} to {high}"
                said = f"{f.words()} is rank {rank} of {len(others) + 1} [{series.series_id}]"
                fits = low <= statement.value <= high
                verdict = SUPPORTED if fits else CONTRADICTED
                results.append(
                    (
                        named and (statement.period is not None or series.series_id in beside),
                        Verdict(verdict, said, series.series_id, f),
                    )
                )
        held = [v for _, v in results if v.verdict == SUPPORTED]
        if held:
            return held[0]
        sure = [v for named, v in results if named]
        if sure:
            return sure[0]
        return Verdict(
            UNDETERMINED, results[0][1].reason if results else "no ranking in the data covers it"
        )

    # -- populations

    def _with_implied_population(self, i: int) -> Verdict:
        """Add what a count and the share beside it imply, and refuse a share that cannot be."""
        statement, verdict = self.statements[i], self.verdicts[i]
        if statement.kind != "level" or statement.unit != "percent" or statement.blocked:
            return verdict
        if (
            statement.relation
            or statement.base_level
            or statement.subject.group not in ("", "person", "internet")
        ):
            return verdict
        if statement.subject.detail or statement.subject.ages or not statement.subject.places:
            return verdict
        count = self._count_beside(i)
        if count is None or statement.printed.lower <= 0:
            return verdict
        implied = rates.implied_population(count.printed, statement.printed)
        said = f"; with {verdicts.amount(count.value, 'persons')} it implies a population of {verdicts.bounds(implied, 'persons')}"
        if verdict.verdict == CONTRADICTED:
            return verdicts.with_reason(verdict, said)
        known = self._population_of(statement)
        if verdict.verdict == SUPPORTED or known is None:
            return verdicts.with_reason(verdict, said)
        name, size = known
        wide = Interval(size.lower * (1 - POPULATION_SLACK), size.upper * (1 + POPULATION_SLACK))
        if implied.meets(wide) or not self._one_phrase(count, statement):
            return verdicts.with_reason(verdict, said)
        return Verdict(
            CONTRADICTED, f"{said[2:]}, but the {name} is {verdicts.bounds(size, 'persons')}"
        )

    def _count_beside(self, i: int) -> Statement | None:
        here = self.statements[i]
        for j in (i - 1, i + 1):
            if 0 <= j < len(self.statements):
                s = self.statements[j]
                if (
                    s.sentence == here.sentence and s.kind == "level" and s.unit == "persons"
                    and not s.blocked and not s.relation and not s.base_level
                    and s.subject.places == here.subject.places
                    and s.subject.products == here.subject.products
                    and s.period == here.period
                ):  # fmt: skip
                    return s
        return None

    def _one_phrase(self, count: Statement, share: Statement) -> bool:
        """Return whether the share is said of the same people: its base is named."""
        return share.subject.group in ("person", "internet") and abs(share.start - count.end) < 60

    def _population_of(self, statement: Statement) -> tuple[str, Interval] | None:
        place = statement.subject.places[0]
        day = statement.period.end if statement.period else None
        if statement.subject.group == "internet":
            users = [
                f.interval
                for s in self.catalogue.by_geo.get(place, [])
                if s.product == "internet" and s.indicator == "users"
                for f in s.figures
                if day is None or abs((f.period_end - day).days) <= 400
            ]
            finite = [u for u in users if u.upper.is_finite()]
            if not finite:
                return None
            size = Interval(min(u.lower for u in finite), max(u.upper for u in finite))
            return "number of internet users", size
        years = self.population.get(place)
        if not years:
            return None
        values = [v for year, v in years if day is None or abs(year - day.year) <= 1]
        if not values:
            return None
        return "population", Interval(min(values), max(values))


def _over_time(statement: Statement) -> bool:
    return statement.kind == "ratio" and not statement.compared_place


def _printed_changes(
    table: pd.DataFrame,
) -> dict[tuple[str, dt.date, dt.date], dict[str, Interval]]:
    """Return the printed changes of each series and pair of periods, by kind."""
    found: dict[tuple[str, dt.date, dt.date], dict[str, Interval]] = defaultdict(dict)
    rows = table[table["base_period_end"].notna() & ~table["notes"].str.contains("CONTRADICTS")]
    for row in rows.to_dict("records"):
        centre, half = rates.exact(float(row["value"])), rates.exact(float(row["rounding"]))
        interval = Interval(centre - half, centre + half)
        key = (str(row["series_id"]), row["period_end"].date(), row["base_period_end"].date())
        kind = {"yoy_percent": "change_percent", "yoy_points": "change_points"}.get(
            row["claim_kind"], row["claim_kind"]
        )
        found[key][kind] = interval
        if kind == "ratio":
            found[key]["change_percent"] = (interval - 1) * 100
        elif kind == "change_absolute" and abs(centre) <= 100:
            found[key]["change_points"] = interval
    return found


def claimed_of(statement: Statement) -> Claimed:
    """Return what a statement allows."""
    return Claimed(statement.value, statement.printed, statement.loose, statement.unit)


def _all_of(parts: list[tuple[str, Verdict]]) -> Verdict:
    """Return the verdict on a statement about each of several places."""
    failed = [(p, v) for p, v in parts if v.verdict == CONTRADICTED]
    open_ = [(p, v) for p, v in parts if v.verdict == UNDETERMINED]
    listed = "; ".join(f"{data.geo_name(p)}: {v.reason}" for p, v in (failed or open_ or parts))
    if failed:
        first = failed[0][1]
        return replace(first, reason=f"does not hold for {len(failed)} of {len(parts)}: {listed}")
    if open_:
        return Verdict(UNDETERMINED, f"{len(open_)} of {len(parts)} are open: {listed}")
    first = parts[0][1]
    return replace(first, reason=f"holds for all {len(parts)}: {listed}")


def _populations(table: pd.DataFrame) -> dict[str, list[tuple[int, Decimal]]]:
    rows = table[table["population_group"] == "total population"]
    found: dict[str, list[tuple[int, Decimal]]] = defaultdict(list)
    for geo, year, value in zip(rows["geo"], rows["year"], rows["value"], strict=True):
        found[str(geo)].append((int(year), Decimal(int(value))))
    return found


def _twins(one: Series, other: Series) -> bool:
    """Return whether two series measure the same thing in different places."""
    return (
        one.source_id == other.source_id
        and one.indicator == other.indicator
        and one.product == other.product
        and one.population_group == other.population_group
        and one.usage_window == other.usage_window
        and one.purpose == other.purpose
    )


def _same_base(change: Statement, base: Statement) -> bool:
    """Return whether the earlier level is of the period the change is counted from."""
    if change.base is None or change.base.period is None or base.period is None:
        return True
    return (
        change.base.period.start <= base.period.end and base.period.start <= change.base.period.end
    )


def _gap(one: Interval, other: Interval) -> Interval:
    """Return the distance of two shares, whichever is larger."""
    return _positive(other - one)


def _positive(interval: Interval) -> Interval:
    return interval if interval.upper > 0 else -interval


def _nearness(verdict: Verdict) -> int:
    base = verdict.base_period_end or dt.date.min
    end = verdict.period_end or dt.date.min
    return abs((end - base).days - 365)


def _named(before: str, candidates: list[Candidate]) -> str:
    names = [c.series.series_id for c in candidates]
    more = f" and {len(names) - NAMED_CANDIDATES} more" if len(names) > NAMED_CANDIDATES else ""
    return f"{before} {', '.join(names[:NAMED_CANDIDATES])}{more}"


def _others(candidates: list[Candidate]) -> str:
    return _named("; other candidates:", candidates) if candidates else ""
