"""The audit's two reports: `audit.html`, one page that stands alone, for people; `audit.json` for programs. Neither holds personal data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template

from expectations.outcome import Audit, Outcome

_PAGE = Path(__file__).with_name("report_page.html")
_HEADLINES = {
    "refused": "Not published: the audit found what would mislead a reader",
    "passed with warnings": "Good to publish, with warnings",
    "passed": "Good to publish",
}
_EXPLANATIONS = {
    "refused": "The last good version stays what readers see. Below, first, is what has to be put right.",
    "passed with warnings": "The numbers hold together. The warnings below say which of them to read with care.",
    "passed": "Every check held.",
}


def write(audit: Audit, folder: Path) -> tuple[Path, Path]:
    """Write both reports into `folder` (made if need be). Returns the paths of the page and of the JSON file."""
    folder.mkdir(parents=True, exist_ok=True)
    html_path, json_path = folder / "audit.html", folder / "audit.json"
    json_path.write_text(json.dumps(as_json(audit), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    html_path.write_text(as_html(audit), encoding="utf-8")
    return html_path, json_path


def as_json(audit: Audit) -> dict[str, object]:
    return {
        "run_id": audit.run_id,
        "as_of": _iso(audit.as_of),
        "verdict": audit.verdict,
        "checks_passed": len(audit.having("passed")),
        "checks_warned": len(audit.having("warned")),
        "checks_failed": len(audit.having("failed")),
        "checks_not_run": len(audit.having("not_checked")),
        "seconds": audit.seconds,
        "checks": [
            {
                "suite": o.suite,
                "check": o.check.name,
                "table": o.check.table,
                "title": o.check.title,
                "consequence": o.check.consequence,
                "severity": o.check.severity,
                "status": o.status,
                "expected": o.check.expected,
                "because": o.check.because,
                "observed": o.observed,
                "found": o.found,
                "of_rows": o.of_rows,
            }
            for o in audit.outcomes
        ],
    }


def as_html(audit: Audit) -> str:
    counts = [
        f"{len(audit.having('passed'))} checks passed",
        f"{len(audit.having('warned'))} warned",
        f"{len(audit.having('failed'))} failed",
    ]
    body = [
        *_cards("What stopped the publication", audit.having("failed")),
        *_cards("Warnings", audit.having("warned")),
        *_cards("Not checked", audit.having("not_checked"), folded=True),
        *_passed(audit.having("passed")),
    ]
    return Template(_PAGE.read_text(encoding="utf-8")).substitute(
        run_id=escape(audit.run_id),
        verdict=audit.verdict,
        verdict_class={"refused": "refused", "passed": "passed"}.get(audit.verdict, "warnings"),
        headline=_HEADLINES[audit.verdict],
        explanation=_EXPLANATIONS[audit.verdict],
        as_of=_iso(audit.as_of),
        counts=", ".join(counts),
        seconds=f"{audit.seconds:g}",
        body="\n".join(body),
    )


def _cards(heading: str, outcomes: list[Outcome], folded: bool = False) -> Iterable[str]:
    if not outcomes:
        return
    if folded:
        yield f"<details><summary>{heading} ({len(outcomes)}): a table that they are about is not there</summary>"
    else:
        yield f"<h2>{heading}</h2>"
    for o in outcomes:
        because = f"<dt>Why this limit</dt><dd>{escape(o.check.because)}</dd>" if o.check.because else ""
        yield (
            f'<section class="check {o.status}"><h3>{escape(o.check.title)}</h3><p>{escape(o.check.consequence)}</p><dl>'
            f"<dt>Table</dt><dd><code>{escape(o.check.table)}</code></dd><dt>Expected</dt><dd>{escape(o.check.expected)}</dd>"
            f"<dt>Observed</dt><dd>{escape(o.observed)}</dd>{because}</dl>"
            f'<details><summary class="dim">The question in SQL (<code>{escape(o.check.name)}</code>)</summary>'
            f"<pre>{escape(o.check.sql)}</pre></details>"
            "</section>"
        )
    if folded:
        yield "</details>"


def _passed(outcomes: list[Outcome]) -> Iterable[str]:
    if not outcomes:
        return
    yield "<h2>What held</h2>"
    for suite in dict.fromkeys(o.suite for o in outcomes):
        of_suite = [o for o in outcomes if o.suite == suite]
        yield f"<details><summary>{escape(suite)} ({len(of_suite)})</summary><table>"
        yield "<tr><th>Claim</th><th>Table</th><th>Expected</th><th>Observed</th></tr>"
        for o in of_suite:
            cells = (escape(o.check.title), f"<code>{escape(o.check.table)}</code>", escape(o.check.expected), escape(o.observed))
            yield "<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"
        yield "</table></details>"


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
