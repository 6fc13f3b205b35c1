{#- "Percentiles are exact, by linear interpolation, and recomputed at each level, never averaged." Windows end with as_of_date. -#}
{%- set segments = {
    'all': "'all'",
    'lead_source': 'opportunities.lead_source',
    'agent': 'opportunities.owner_agent_id',
    'channel': 'opportunities.lead_origin',
    'lead_type': 'opportunities.lead_type',
    'daypart': 'opportunities.daypart',
} -%}
with
windows as (
    {% for days in [1, 7, 30] -%}
    select {{ days }} as window_days{{ "
    union all
    " if not loop.last }}
    {%- endfor %}
),

cohorts as (
    select
        opportunities.*,
        windows.window_days
    from {{ ref('fct_opportunities') }} as opportunities
    cross join windows
    where
        opportunities.inquiry_date <= opportunities.as_of_date
        and opportunities.inquiry_date > {{ add_days('opportunities.as_of_date', '-windows.window_days') }}
),

segmented as (
    {% for type, value in segments.items() -%}
    select
        opportunities.*,
        '{{ type }}' as segment_type,
        {{ value }} as segment_value
    from cohorts as opportunities{{ "
    union all
    " if not loop.last }}
    {%- endfor %}
)

select
    store_id,
    as_of_date,
    window_days,
    segment_type,
    segment_value,
    count(*) as leads,
    count(response_seconds) as responded,
    count(*) - count(response_seconds) as unresponded,
    max(case when response_seconds is null then age_seconds end) as oldest_unresponded_seconds,
    {{ median('assignment_seconds') }} as assignment_median_seconds,
    {{ percentile('assignment_seconds', 0.9) }} as assignment_p90_seconds,
    {{ median('response_seconds') }} as response_median_seconds,
    {{ percentile('response_seconds', 0.9) }} as response_p90_seconds,
    {{ median('conversation_seconds') }} as conversation_median_seconds,
    {{ percentile('conversation_seconds', 0.9) }} as conversation_p90_seconds,
    {{ median('response_business_seconds') }} as response_business_median_seconds,
    {{ percentile('response_business_seconds', 0.9) }} as response_business_p90_seconds,
    count(case when response_seconds <= {{ param('fast_response_seconds') }} then 1 end) as within_3_min,
    count(case when response_seconds <= {{ param('response_target_seconds') }} then 1 end) as within_5_min,
    count(case when response_seconds <= 3600 then 1 end) as within_1_hour,
    count(case when response_seconds > 3600 then 1 end) as over_1_hour,
    count(case when is_within_sla then 1 end) as within_sla,
    count(case when is_sla_elapsed then 1 end) as sla_elapsed
from segmented
group by store_id, as_of_date, window_days, segment_type, segment_value
