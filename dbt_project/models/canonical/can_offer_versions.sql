with
staged as (
    {{ staged_rows('offers') }}
),

typed as (
    select
        staged.offer_id,
        staged.kind,
        staged.name,
        staged.stores,
        staged.makes,
        staged.models,
        staged.terms,
        staged.valid_from,
        staged.valid_to,
        staged.approver,
        {{ to_utc('staged.updated_at', "'UTC'") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.offer_id, typed.updated_at
            order by typed.arrival desc, typed.row_number desc
        ) as rank_of_tie
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where typed.updated_at is null or typed.updated_at <= clock.as_of_at
)

select
    offer_id,
    kind,
    name,
    stores,
    makes,
    models,
    terms,
    valid_from,
    valid_to,
    approver,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system,
    row_number() over (
        partition by offer_id
        order by updated_at asc nulls first
    ) as version_number
from known
where rank_of_tie = 1
