"""Writes docs/metrics.md from the semantic layer (dbt_project/models/marts/semantic): `python docs/generate_metrics.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

SEMANTIC = Path(__file__).parent.parent / "dbt_project" / "models" / "marts" / "semantic"
PAGE = Path(__file__).with_name("metrics.md")

INTRODUCTION = """# Metrics

What each number means, in one place. This page is made from the semantic layer (`python docs/generate_metrics.py`), and so is the
published table `meta.metric_dictionary`: there is no second list. Each metric can be asked for in two ways, and a test holds them equal:

- in SQL on the published file, as shown with each metric;
- with MetricFlow on a home, at any level and over any time:
  `cd dbt_project && ROOFTOP_HOME=… dbt parse && ROOFTOP_HOME=… mf query --metrics lead_to_sold --group-by metric_time__month,store`.
  It opens the working file, so not while a run is on.

*Leading* metrics move before the result does, *lagging* ones are the result. A ratio is empty where there is nothing to divide by, and is
recomputed at each level: never add or average ratios, medians or days' supply over stores or months.
"""

NOT_GIVEN = """
## Metrics of the plan that are not given

| Metric | Why |
|---|---|
| Alert precision (M-84) | Acted ÷ (acted + dismissed): nobody sends back what was done about an alert. How long each stood: `fct_alerts` |
"""


def areas() -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """(area, metrics) of each file that holds metrics, by name."""
    for path in sorted(SEMANTIC.glob("*.yml")):
        metrics = yaml.safe_load(path.read_text(encoding="utf-8")).get("metrics")
        if metrics:
            yield path.stem.replace("_", " ").capitalize(), metrics


def page() -> str:
    parts = [INTRODUCTION, "\n| Metric | Definition | Unit |\n|---|---|---|\n"]
    for _, metrics in areas():
        parts += [f"| [{m['label']}](#{m['name']}) | {m['description']} | {m['config']['meta']['unit']} |\n" for m in metrics]
    for area, metrics in areas():
        parts.append(f"\n## {area}\n")
        parts += [_section(m) for m in metrics]
    parts.append(NOT_GIVEN)
    return "".join(parts)


def _section(metric: Mapping[str, Any]) -> str:
    meta = metric["config"]["meta"]
    lines = [
        f'\n<a id="{metric["name"]}"></a>\n\n### {metric["label"]}\n',
        f"`{metric['name']}` · {meta['unit']} · {meta['leading_or_lagging']} · owner: {meta['owner'].replace('_', ' ')}\n",
        f"{metric['description']}\n",
        f"- Formula: {meta['formula']}",
        f"- Grain: {meta['grain']}",
        f"- What counts: {meta['filters']}",
    ]
    if meta["edge_cases"] != "–":
        lines.append(f"- At the edges: {meta['edge_cases']}")
    lines.append(f"- In: {', '.join(f'`{mart}`' for mart in meta['source_marts'])}")
    lines.append(f"- In SQL: `{meta['sql']}`\n")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
