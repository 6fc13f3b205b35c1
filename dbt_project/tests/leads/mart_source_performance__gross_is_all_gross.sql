-- If it failed, sales would be missing from, or counted twice in, the gross by source.
with
sources as (
    select coalesce(sum(front_gross + back_gross), 0) as gross
    from {{ ref('mart_source_performance') }}
),

sales as (
    select coalesce(sum(coalesce(front_gross, 0) + coalesce(back_gross, 0)), 0) as gross
    from {{ ref('int_sales__credited') }}
)

select
    sources.gross,
    sales.gross as expected_gross
from sources
cross join sales
where sources.gross <> sales.gross
