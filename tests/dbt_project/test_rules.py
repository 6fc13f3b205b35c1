"""The house rules hold over the project, and each rule is tripped by a project that breaks it."""

from typing import Any

import pytest

from tests.dbt_project import rules


def test_layers_read_only_what_they_may(manifest: dict[str, Any]) -> None:
    assert rules.broken_layers(manifest) == []


def test_names_say_the_layer(manifest: dict[str, Any]) -> None:
    assert rules.broken_names(manifest) == []


def test_every_model_states_its_grain_and_every_published_column_is_described(manifest: dict[str, Any]) -> None:
    assert rules.undocumented(manifest) == []


def test_models_hold_portable_sql(manifest: dict[str, Any]) -> None:
    assert rules.dialect(manifest) == []


def model(path: str, reads: list[str] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "resource_type": "model",
        "name": path.split("/")[-1].removesuffix(".sql"),
        "path": path,
        "description": "A thing. One row per thing.",
        "depends_on": {"nodes": reads or []},
        "config": {"contract": {"enforced": True}},
        "columns": {},
        "raw_code": "",
    } | more


def project(*nodes: dict[str, Any]) -> dict[str, Any]:
    return {"nodes": {f"model.rooftop.{n['name']}": n for n in nodes}}


def test_a_mart_that_reads_raw_is_found() -> None:
    found = rules.broken_layers(project(model("marts/marts/mart_a.sql", ["source.rooftop.raw.canonical__leads"])))
    assert found == ["mart_a (marts) reads canonical__leads (source)"]


def test_a_fact_that_reads_a_mart_is_found() -> None:
    nodes = (model("marts/facts/fct_a.sql", ["model.rooftop.mart_a"]), model("marts/marts/mart_a.sql"))
    assert rules.broken_layers(project(*nodes)) == ["fct_a (facts) reads mart_a (marts)"]


def test_a_wrong_prefix_is_found() -> None:
    assert rules.broken_names(project(model("marts/facts/leads.sql"))) == ["leads"]


def test_a_missing_grain_contract_or_description_is_found() -> None:
    bad = model(
        "marts/facts/fct_a.sql",
        description="Things.",
        config={"contract": {"enforced": False}},
        columns={"a": {"name": "a", "description": ""}},
    )
    assert rules.undocumented(project(bad)) == [
        "fct_a.a: no description",
        "fct_a: no enforced contract",
        "fct_a: the description does not say what one row is",
    ]


@pytest.mark.parametrize(
    ("construct", "sql"),
    [
        ("group by all", "select a from b group by all"),
        ("order by all", "select a from b order by all"),
        ("qualify", "select a from b qualify row_number() over () = 1"),
        ("::", "select a::int from b"),
        ("asof join", "select a from b asof join c on b.x >= c.x"),
        ("exclude", "select * exclude (a) from b"),
        ("list function", "select list_sort(a) from b"),
        ("struct", "select struct_pack(a := 1)"),
        ("filter clause", "select count(*) filter (where a) from b"),
        ("engine's own date function", "select date_diff('day', a, b) from c"),
        ("engine's own aggregate", "select quantile_cont(a, 0.5) from b"),
        ("regular expression", "select regexp_matches(a, 'x') from b"),
        ("machine clock", "select current_timestamp"),
        ("hash by hand", "select md5(a) from b"),
        ("try_cast", "select try_cast(a as int) from b"),
        ("trailing comma", "select\n    a,\nfrom b"),
        ("target in SQL", "select target.type"),
    ],
)
def test_each_dialect_construct_is_found(construct: str, sql: str) -> None:
    assert construct in rules.dialect_in(sql)


def test_comments_strings_and_jinja_are_not_sql() -> None:
    assert rules.dialect_in("select 'now()' as a -- qualify\n{# ::int #} from {{ ref('list_sort(') }}") == []
