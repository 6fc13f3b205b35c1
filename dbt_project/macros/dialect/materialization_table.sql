{#
    A table in one statement. DuckDB replaces a table atomically, so the adapter's own way (build beside, rename the old one, rename the new one,
    drop the old one, each with its lookup) costs only time: 28 % of a build of 168 models. Contracts are enforced as ever: names and types are
    compared before, columns are selected in the contract's order. Constraints and indexes are not supported; this project has none.
#}
{% materialization table, adapter='duckdb' %}
  {%- set target = this.incorporate(type='table') -%}
  {%- set existing = load_cached_relation(this) -%}
  {%- if existing is not none and not existing.is_table %}{% do adapter.drop_relation(existing) %}{% endif -%}

  {{ run_hooks(pre_hooks) }}

  {%- set is_contract_enforced = config.get('contract').enforced -%}
  {%- if is_contract_enforced %}{{ get_assert_columns_equivalent(compiled_code) }}{% endif -%}
  {% call statement('main') -%}
    create or replace table {{ target }} as (
      {% if is_contract_enforced %}{{ get_select_subquery(compiled_code) }}{% else %}{{ compiled_code }}{% endif %}
    )
  {%- endcall %}

  {{ run_hooks(post_hooks) }}
  {{ adapter.commit() }}

  {{ return({'relations': [target]}) }}
{% endmaterialization %}
