with
staged as (
    {{ staged_rows('campaigns') }}
),

typed as (
    select
        staged.platform,
        staged.campaign_id,
        staged.account_id,
        staged.campaign_name,
        staged.channel_group,
        staged.is_model_specific,
        coalesce(make_names.spelling, staged.make) as make,
        coalesce(model_names.spelling, staged.model) as model,
        staged.dma,
        staged.is_coop,
        {{ to_utc('staged.updated_at', "'UTC'") }} as updated_at,
        staged.batch_id || ':' || cast(staged.row_number as varchar) as row_id,
        staged.batch_id,
        staged.line_number,
        staged.arrival,
        staged.row_number,
        staged.source_system
    from staged
    left join {{ ref('can_name_spellings') }} as make_names
        on make_names.name_kind = 'make' and lower(staged.make) = make_names.folded_name
    left join {{ ref('can_name_spellings') }} as model_names
        on model_names.name_kind = 'model' and lower(staged.model) = model_names.folded_name
),

known as (
    select
        typed.*,
        row_number() over (
            partition by typed.platform, typed.campaign_id, typed.updated_at
            order by typed.arrival desc, typed.row_number desc
        ) as rank_of_tie
    from typed
    cross join {{ ref('stg_run__clock') }} as clock
    where typed.updated_at is null or typed.updated_at <= clock.as_of_at
)

select
    platform,
    campaign_id,
    account_id,
    campaign_name,
    channel_group,
    is_model_specific,
    make,
    model,
    dma,
    is_coop,
    updated_at,
    row_id,
    batch_id,
    line_number,
    arrival,
    row_number,
    source_system,
    row_number() over (
        partition by platform, campaign_id
        order by updated_at asc nulls first
    ) as version_number
from known
where rank_of_tie = 1
