{#- The audit writes its table after the build: before the first audit of a home there is none. -#}
{%- set results = adapter.get_relation(database=target.database, schema='raw', identifier='quality_results') if execute -%}
select
    run_id,
    as_of_at,
    suite,
    check_name,
    table_name,
    title,
    severity,
    status,
    found,
    of_rows,
    observed
{%- if results or not execute %}
from {{ source('raw', 'quality_results') }}
{%- else %}
from (
    select
        cast(null as varchar) as run_id,
        cast(null as timestamp) as as_of_at,
        cast(null as varchar) as suite,
        cast(null as varchar) as check_name,
        cast(null as varchar) as table_name,
        cast(null as varchar) as title,
        cast(null as varchar) as severity,
        cast(null as varchar) as status,
        cast(null as double) as found,
        cast(null as bigint) as of_rows,
        cast(null as varchar) as observed
) as nothing
where run_id is not null
{%- endif %}
