-- No double counting. An account is asked twice: by campaign (what was spent) and by ad group, ad set or ad (how that divides), and again for
-- days it was asked for before. Of a key the newest answer counts; rows that divide it further (device, network, ad) are added up, those
-- of another division of an older answer are left out. The campaign's own row then keeps only what its ad groups do not explain,
-- so that a campaign's day is always the campaign's figure: all of it where there are no ad groups (Performance Max, vehicle ads).
-- noqa: disable=LT02
{%- set measures = ['impressions', 'clicks', 'cost', 'conversions'] %}
with
rows_of_platforms as (
    {%- for vendor in ['google_ads', 'meta_ads', 'microsoft_ads'] %}
    select * from {{ ref('stg_' ~ vendor ~ '__ad_performance') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

codes as (
    select
        case when system = 'meta' then 'meta_ads' else system end as system,
        replace(replace(alias, '-', ''), 'act_', '') as code,
        min(store_id) as store_id
    from {{ ref('can_store_aliases') }}
    where system in ('google_ads', 'meta', 'meta_ads', 'microsoft_ads')
    group by case when system = 'meta' then 'meta_ads' else system end, replace(replace(alias, '-', ''), 'act_', '')
),

placed as (
    select
        answers.platform,
        answers.account_id,
        answers.campaign_id,
        answers.ad_group_id,
        answers.performance_date,
        answers.breakdown,
        answers.breakdown_kind,
        coalesce(codes.store_id, answers.store_id) as store_id,
        coalesce(stores.timezone, 'UTC') as timezone,
        {% for m in measures %}answers.{{ m }},
        {% endfor -%}
        answers.is_complete,
        {{ to_utc('answers.complete_until', "'UTC'") }} as complete_until,
        {{ to_utc('answers.updated_at', "'UTC'") }} as updated_at,
        answers.updated_at as updated_at_text,
        answers.arrival,
        answers.row_number,
        answers.line_number,
        answers.batch_id,
        answers.source_system
    from rows_of_platforms as answers
    left join codes
        on answers.source_system = codes.system and replace(replace(lower(answers.store_id), '-', ''), 'act_', '') = codes.code
    left join {{ ref('can_stores') }} as stores on codes.store_id = stores.store_id
    where
        answers.campaign_id is not null and answers.performance_date is not null
        and answers.impressions is not null and answers.clicks is not null and answers.cost is not null
),

known as (
    select
        placed.*,
        coalesce(
            placed.is_complete,
            {{ start_of_local_day(add_days('placed.performance_date', '1'), 'placed.timezone') }} <= placed.complete_until,
            {{ local_date('placed.updated_at', 'placed.timezone') }} > placed.performance_date
            and {{ days_between(
                'placed.performance_date',
                'max(' ~ local_date('placed.updated_at', 'placed.timezone') ~ ') over (partition by placed.platform, placed.account_id)'
            ) }} >= {{ param('ad_day_closes_after_days') }}
        ) as is_closed,
        first_value(placed.breakdown_kind) over (
            partition by placed.platform, placed.account_id, placed.campaign_id, placed.ad_group_id, placed.performance_date
            order by placed.updated_at desc, placed.arrival desc, placed.row_number desc
        ) as newest_kind,
        row_number() over (
            partition by
                placed.platform, placed.account_id, placed.campaign_id, placed.ad_group_id, placed.performance_date,
                placed.breakdown_kind, placed.breakdown
            order by placed.updated_at desc, placed.arrival desc, placed.row_number desc
        ) as rank_of_answer
    from placed
    cross join {{ ref('stg_run__clock') }} as clock
    where
        placed.updated_at <= clock.as_of_at
        and {{ start_of_local_day('placed.performance_date', 'placed.timezone') }} <= clock.as_of_at
),

added as (
    select
        known.*,
        {% for m in measures %}sum({{ m }}) over (partition by platform, account_id, campaign_id, ad_group_id, performance_date) as all_{{ m }},
        {% endfor -%}
        row_number() over (
            partition by platform, account_id, campaign_id, ad_group_id, performance_date
            order by updated_at desc, arrival desc, row_number desc
        ) as rank_in_key
    from known
    where rank_of_answer = 1 and breakdown_kind = newest_kind
),

divided as (
    select
        platform,
        account_id,
        campaign_id,
        performance_date,
        {% for m in measures %}sum(all_{{ m }}) as {{ m }}{{ ',' if not loop.last }}
        {% endfor -%}
    from added
    where rank_in_key = 1 and ad_group_id <> '-'
    group by platform, account_id, campaign_id, performance_date
),

counted as (
    select
        added.*,
        divided.platform is not null and added.ad_group_id = '-' as is_rest,
        {% for m in measures -%}
        case
            when added.ad_group_id = '-' and divided.platform is not null
                then greatest(added.all_{{ m }} - coalesce(divided.{{ m }}, 0), 0)
            else added.all_{{ m }}
        end as own_{{ m }}{{ ',' if not loop.last }}
        {% endfor -%}
    from added
    left join divided
        on
            added.platform = divided.platform
            and added.account_id = divided.account_id
            and added.campaign_id = divided.campaign_id
            and added.performance_date = divided.performance_date
    where added.rank_in_key = 1
)

select
    platform,
    account_id,
    campaign_id,
    ad_group_id,
    performance_date,
    store_id,
    cast(own_impressions as bigint) as impressions,
    cast(own_clicks as bigint) as clicks,
    cast(own_cost as decimal(18, 4)) as cost,
    cast(own_conversions as decimal(18, 4)) as conversions,
    is_closed as is_complete,
    updated_at_text as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from counted
where not is_rest or own_impressions > 0 or own_clicks > 0 or own_cost > 0 or own_conversions > 0
