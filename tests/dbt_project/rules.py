"""The rules of the dbt house as functions over the manifest and the SQL text: each returns what breaks it, in words.

They are functions so that the tests can show, for each rule, a project that breaks it.
"""

import re
from collections.abc import Iterator
from typing import Any

# Who may read whom. `reference` are the seeds as laid over by the home, `run` the clock and the ledger: both are for everyone.
MAY_READ = {
    "staging": {"source", "seed", "reference", "run"},
    "canonical": {"staging", "canonical"},
    "intermediate": {"canonical", "intermediate"},
    "dims": {"canonical", "intermediate", "dims"},
    "facts": {"canonical", "intermediate", "dims", "facts"},
    "marts": {"intermediate", "dims", "facts", "marts"},
    "meta": {"staging", "canonical", "intermediate", "dims", "facts", "marts", "meta"},
}
PUBLISHED = ("dims", "facts", "marts", "meta")

# What only some engines speak; it belongs in macros/dialect behind adapter.dispatch.
DIALECT = {
    "group by all": r"\bgroup\s+by\s+all\b",
    "order by all": r"\border\s+by\s+all\b",
    "qualify": r"\bqualify\b",
    "::": r"::\s*[a-z]",
    "asof join": r"\basof\b",
    "exclude": r"\bexclude\s*\(",
    "list function": r"\b(list|array)_[a-z_]+\s*\(|\bunnest\s*\(|\bstring_split\s*\(|\brange\s*\(|\bgenerate_series\s*\(",
    "struct": r"\bstruct_[a-z]+\s*\(|\brow\s*\(",
    "filter clause": r"\bfilter\s*\(\s*where\b",
    "engine's own date function": (
        r"\b(date_diff|datediff|epoch|epoch_ms|strftime|strptime|to_seconds|to_days|timezone|date_trunc|date_add)\s*\("
    ),
    "engine's own aggregate": (
        r"\b(quantile_cont|quantile|arg_max|arg_min|max_by|min_by|mode|any_value|string_agg|group_concat|listagg|first|last)\s*\("
    ),
    "regular expression": r"\bregexp_[a-z]+\s*\(|\bsimilar\s+to\b",
    "machine clock": r"\b(current_timestamp|current_date|now\s*\(|today\s*\(|get_current_time)",
    "hash by hand": r"\b(md5|hash|sha256|sha1)\s*\(",
    "try_cast": r"\btry_cast\s*\(",
    "trailing comma": r",\s*\n\s*from\b",
    "target in SQL": r"\btarget\.type\b",
}


def layer(node: dict[str, Any]) -> str:
    """The layer of a model, from its folder: staging/reference and staging/run are read by all."""
    if node["resource_type"] == "seed":
        return "seed"
    parts = node["path"].split("/")
    if parts[0] == "staging":
        return parts[1] if parts[1] in ("reference", "run") else "staging"
    return parts[1] if parts[0] == "marts" else parts[0]


def models(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (n for n in manifest["nodes"].values() if n["resource_type"] == "model")


def broken_layers(manifest: dict[str, Any]) -> list[str]:
    """Models that read a layer they may not read."""
    found = []
    for node in models(manifest):
        own = layer(node)
        allowed = MAY_READ.get("staging" if own in ("reference", "run") else own, set()) | {"reference", "run"}
        for parent in node["depends_on"]["nodes"]:
            read = "source" if parent.startswith("source.") else layer(manifest["nodes"][parent])
            if read not in allowed and own != "semantic":
                found.append(f"{node['name']} ({own}) reads {parent.split('.')[-1]} ({read})")
    return sorted(found)


def broken_names(manifest: dict[str, Any]) -> list[str]:
    """Models whose name does not say their layer."""
    prefix = {
        "staging": "stg_",
        "run": "stg_",
        "reference": "ref_",
        "canonical": "can_",
        "intermediate": "int_",
        "dims": ("dim_", "bridge_"),
        "facts": "fct_",
        "marts": "mart_",
    }
    return sorted(n["name"] for n in models(manifest) if layer(n) in prefix and not n["name"].startswith(prefix[layer(n)]))


def undocumented(manifest: dict[str, Any]) -> list[str]:
    """Models without a stated grain, published columns without a description, published models without an enforced contract."""
    found = []
    for node in models(manifest):
        if layer(node) == "semantic":
            continue
        if not re.search(r"\b[Oo]ne row\b", node["description"]):
            found.append(f"{node['name']}: the description does not say what one row is")
        if layer(node) in PUBLISHED:
            if not node["config"]["contract"]["enforced"]:
                found.append(f"{node['name']}: no enforced contract")
            found += [f"{node['name']}.{c['name']}: no description" for c in node["columns"].values() if not c["description"].strip()]
    return sorted(found)


def dialect_in(sql: str) -> list[str]:
    """Which constructs of DIALECT a model's text holds, comments and Jinja aside."""
    text = re.sub(r"\{#.*?#\}", " ", sql, flags=re.S)
    text = re.sub(r"--[^\n]*", " ", text)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.S)
    text = re.sub(r"'[^']*'", "''", text)
    return [name for name, pattern in DIALECT.items() if re.search(pattern, text, flags=re.I)]


def dialect(manifest: dict[str, Any]) -> list[str]:
    return sorted(f"{n['name']}: {construct}" for n in models(manifest) for construct in dialect_in(n["raw_code"]))
