"""The seed of intervals is what the statistics library says: nobody works them out by hand."""

import csv

import numpy as np
from statsmodels.stats.rates import confint_poisson

from tests.dbt_project.conftest import PROJECT


def test_the_seed_is_the_library() -> None:
    with (PROJECT / "seeds/poisson_limits.csv").open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    events = np.array([float(row["events"]) for row in rows])
    assert list(events) == list(range(501))
    low, high = confint_poisson(events, np.ones_like(events), method="exact-c", alpha=0.1)
    assert np.allclose([float(row["lower_limit"]) for row in rows], low, atol=1e-6)
    assert np.allclose([float(row["upper_limit"]) for row in rows], high, atol=1e-6)
