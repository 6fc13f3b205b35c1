-- A partition that comes again replaces what it held before: events that are no longer in it are gone. A day's own export replaces its
-- intraday one. Then each step of a shopper counts once, however many tools told it (see the YAML).
{%- set seconds_apart = 10 %}
with
staged as (
    select
        events.*,
        coalesce(by_stream.store_id, by_property.store_id, by_name.store_id, events.store_id) as owning_store_id,
        case when events.ga4_name like 'asc_form_submission%' then 'form' else events.event_name end as family,
        events.ga4_name = 'asc_form_submission' as is_general
    from {{ ref('stg_ga4__web_events') }} as events
    left join {{ ref('can_store_aliases') }} as by_stream on by_stream.system = 'ga4' and lower(events.stream_id) = by_stream.alias
    left join {{ ref('can_store_aliases') }} as by_property on by_property.system = 'ga4' and lower(events.store_id) = by_property.alias
    left join {{ ref('can_store_aliases') }} as by_name on by_name.system = '*' and lower(events.affiliation) = by_name.alias
    where events.event_name is not null or events.ga4_name like 'asc_form_submission%'
),

leads as (
    select
        store_id,
        coalesce(nullif({{ part_of('lead_id', "':'", 2) }}, ''), lead_id) as submission_id,
        min(lead_id) as lead_id
    from {{ ref('can_leads') }}
    group by store_id, coalesce(nullif({{ part_of('lead_id', "':'", 2) }}, ''), lead_id)
),

files as (
    select
        batch_id,
        store_id as property_id,
        partition_day,
        partition_shard,
        is_intraday,
        arrival,
        min(updated_at) as updated_at
    from {{ ref('stg_ga4__web_events') }}
    where partition_day is not null
    group by batch_id, store_id, partition_day, partition_shard, is_intraday, arrival
),

known_files as (
    select
        files.*,
        row_number() over (
            partition by files.property_id, files.partition_day, files.partition_shard, files.is_intraday
            order by {{ to_utc('files.updated_at', "'UTC'") }} desc, files.arrival desc
        ) as rank_of_file,
        max(case when files.is_intraday then 0 else 1 end) over (partition by files.property_id, files.partition_day) = 1 as has_day
    from files
    cross join {{ ref('stg_run__clock') }} as clock
    where {{ to_utc('files.updated_at', "'UTC'") }} <= clock.as_of_at
),

current_events as (
    select
        staged.*,
        coalesce(of_both.event_owner, of_store.event_owner, of_event.event_owner, of_all.event_owner) as chosen_owner
    from staged
    left join known_files on staged.batch_id = known_files.batch_id
    left join {{ ref('ref_event_owners') }} as of_both
        on staged.owning_store_id = of_both.store_id and staged.event_name = of_both.event_name
    left join {{ ref('ref_event_owners') }} as of_store on staged.owning_store_id = of_store.store_id and of_store.event_name = '*'
    left join {{ ref('ref_event_owners') }} as of_event on of_event.store_id = '*' and staged.event_name = of_event.event_name
    left join {{ ref('ref_event_owners') }} as of_all on of_all.store_id = '*' and of_all.event_name = '*'
    where
        staged.partition_day is null
        or (known_files.is_intraday and not known_files.has_day)
        or (not known_files.is_intraday and known_files.rank_of_file = 1)
),

told as (
    select
        current_events.*,
        first_value(coalesce(event_owner, '-')) over (
            partition by store_id, coalesce(session_id, event_id), event_name
            order by event_microseconds, coalesce(event_owner, '-'), event_id
        ) as owner_of_session,
        row_number() over (
            partition by store_id, event_name, coalesce(lead_id, event_id)
            order by case when is_general then 1 else 0 end, event_microseconds, coalesce(event_owner, '-'), event_id
        ) as rank_in_submission,
        max(case when not is_general then 1 else 0 end) over (partition by store_id, family, coalesce(lead_id, event_id)) as has_particular,
        max(case when not is_general then event_microseconds end) over (
            partition by store_id, coalesce(session_id, event_id), family
            order by event_microseconds, event_id
            rows between unbounded preceding and current row
        ) as particular_before,
        min(case when not is_general then event_microseconds end) over (
            partition by store_id, coalesce(session_id, event_id), family
            order by event_microseconds, event_id
            rows between current row and unbounded following
        ) as particular_after
    from current_events
    where chosen_owner is null or event_owner = chosen_owner
)

select
    told.event_id,
    told.occurred_at,
    told.owning_store_id as store_id,
    told.session_id,
    told.client_id,
    told.event_name,
    told.vin,
    told.page_url,
    told.page_type,
    told.device,
    told.utm_source,
    told.utm_medium,
    told.utm_campaign,
    told.utm_content,
    told.utm_term,
    leads.lead_id,
    told.is_bot,
    told.updated_at,
    told.arrival,
    told.row_number,
    told.line_number,
    told.batch_id,
    told.source_system
from told
left join leads on told.owning_store_id = leads.store_id and told.lead_id = leads.submission_id
where
    told.event_name is not null
    and coalesce(told.event_owner, '-') = told.owner_of_session
    and told.rank_in_submission = 1
    and not (
        told.is_general
        and (
            told.has_particular = 1
            or coalesce(told.event_microseconds - told.particular_before <= {{ seconds_apart }} * 1000000, false)
            or coalesce(told.particular_after - told.event_microseconds <= {{ seconds_apart }} * 1000000, false)
        )
    )
