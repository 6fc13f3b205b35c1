"""What mart_impact says about the scenario handoffs_and_rollout is what statsmodels says: its expected figures are worked out here a second
time, from the same files, by ordinary least squares. That the mart says so too is the scenario's own test."""

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from scipy import stats

from tests.dbt_project.conftest import PROJECT

SCENARIO = Path(__file__).parents[1] / "scenarios" / "handoffs_and_rollout"
LANDING = SCENARIO / "landing" / "canonical"
# store → the Mondays of its first week before, of the week in which it began, of its first whole week after, and of the first not over.
WINDOWS = {
    "R1": (date(2025, 12, 8), date(2026, 2, 2), date(2026, 2, 2), date(2026, 3, 30)),
    "R2": (date(2026, 1, 19), date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 30)),
    "R4": (date(2026, 2, 16), date(2026, 4, 13), date(2026, 4, 20), date(2026, 3, 30)),
}
CONTROLS = {"R1": ["R3", "R4"], "R2": ["R3", "R4"], "R4": ["R3"]}


def weekly() -> pd.DataFrame:
    """One row per store and week: its response time in seconds."""
    leads = pd.read_csv(LANDING / "leads" / "leads.csv", parse_dates=["inquiry_at"])
    touches = pd.read_csv(LANDING / "lead_interactions" / "interactions.csv", parse_dates=["occurred_at"])
    both = leads.merge(touches, on="lead_id")
    seconds = (both["occurred_at"] - both["inquiry_at"]).dt.total_seconds()
    monday = [day - timedelta(days=day.weekday()) for day in both["inquiry_at"].dt.date]
    return pd.DataFrame({"store": both["store_id"], "monday": monday, "value": seconds})


def panel(store: str) -> pd.DataFrame:
    """The weeks of a store and of its controls, with its week number and whether the change was in force."""
    first, began, after, until = WINDOWS[store]
    rows = weekly()
    rows = rows[rows["store"].isin([store, *CONTROLS[store]]) & (rows["monday"] >= first) & (rows["monday"] < until)]
    rows = rows[(rows["monday"] < began) | (rows["monday"] >= after)].copy()
    rows["after"] = [float(monday >= after) for monday in rows["monday"]]
    rows["week"] = [(m - (after if m >= after else began)).days // 7 for m in rows["monday"]]
    rows["is_treated"] = (rows["store"] == store).astype(float)
    return rows


def gaps(store: str) -> pd.DataFrame:
    """The store's weeks, as they are and less what its controls moved from their own baselines."""
    rows = panel(store)
    level = rows[rows["after"] == 0].groupby("store")["value"].mean()
    rows["moved"] = rows["value"] - rows["store"].map(level)
    own = rows[rows["is_treated"] == 1].set_index("week")
    own["adjusted"] = own["value"] - rows[rows["is_treated"] == 0].groupby("week")["moved"].mean()
    return own.reset_index()


def least_squares(values: pd.Series, after: pd.Series) -> tuple[float, float, float]:
    """The coefficient of `after` with its 90 % limits."""
    fit = sm.OLS(values.to_numpy(), sm.add_constant(after.to_numpy())).fit()
    low, high = fit.conf_int(0.1)[1]
    return float(fit.params[1]), float(low), float(high)


def expected() -> dict[str, dict[str, str]]:
    with (SCENARIO / "expected" / "mart_impact.csv").open(encoding="utf-8", newline="") as f:
        return {row["store_id"]: row for row in csv.DictReader(f)}


def told(row: dict[str, str], kind: str) -> tuple[float, float, float]:
    return float(row[kind]), float(row[f"{kind}_low"]), float(row[f"{kind}_high"])


@pytest.mark.parametrize("store", ["R1", "R2"])
def test_a_store_s_change_and_interval_are_least_squares(store: str) -> None:
    row, weeks = expected()[store], gaps(store)
    assert told(row, "change") == pytest.approx(least_squares(weeks["value"], weeks["after"]), abs=1e-5)
    assert told(row, "adjusted_change") == pytest.approx(least_squares(weeks["adjusted"], weeks["after"]), abs=1e-5)
    assert float(row["adjusted_change_low"]) < -600 < float(row["adjusted_change_high"])


@pytest.mark.parametrize("store", ["R1", "R2"])
def test_the_adjusted_change_is_the_two_way_fixed_effects_estimate(store: str) -> None:
    fit = smf.ols("value ~ C(store) + C(monday) + is_treated:after", panel(store)).fit()
    assert float(expected()[store]["adjusted_change"]) == pytest.approx(fit.params["is_treated:after"], abs=1e-5)


def test_the_group_s_change_is_that_of_the_weeks_laid_over_each_other() -> None:
    all_weeks = pd.concat([gaps(store).assign(unit=store) for store in WINDOWS])
    before = all_weeks[all_weeks["after"] == 0]
    for kind, column in (("change", "value"), ("adjusted_change", "adjusted")):
        level = all_weeks["unit"].map(before.groupby("unit")[column].mean())
        laid = (all_weeks[column] - level).groupby([all_weeks["after"], all_weeks["week"]]).mean().reset_index(name="moved")
        assert told(expected()[""], kind) == pytest.approx(least_squares(laid["moved"], laid["after"]), abs=1e-5)


def test_the_seed_of_limits_is_the_library_s() -> None:
    with (PROJECT / "seeds" / "student_t_limits.csv").open(encoding="utf-8", newline="") as f:
        limits = [(int(row["degrees_of_freedom"]), float(row["t_value"])) for row in csv.DictReader(f)]
    assert [degrees for degrees, _ in limits] == list(range(1, 201))
    assert np.allclose([value for _, value in limits], stats.t.ppf(0.95, [degrees for degrees, _ in limits]), atol=1e-8)
