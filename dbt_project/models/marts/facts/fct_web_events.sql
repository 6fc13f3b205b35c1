-- What is costly is done once per page, vehicle and set of tags: there are some hundred of each and millions of events.
{%- set columns = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term'] -%}
{%- set tags = "coalesce(" ~ columns | join(", '') || '|' || coalesce(") ~ ", '')" -%}
{%- set tags_of_event = "coalesce(events." ~ columns | join(", '') || '|' || coalesce(events.") ~ ", '')" %}
with
pages as (
    select
        page_url,
        {{ event_key('page', [without_contacts(url_path('page_url'))]) }} as page_key
    from (select distinct page_url from {{ ref('can_web_events') }}) as urls
),

vehicles as (
    select
        vin,
        {{ vehicle_key('vin') }} as vehicle_key
    from (select distinct vin from {{ ref('can_web_events') }}) as vins
),

tagged as (
    select
        {{ tags }} as tags,
        {{ without_contacts('min(utm_source)') }} as utm_source,
        {{ without_contacts('min(utm_medium)') }} as utm_medium,
        {{ without_contacts('min(utm_campaign)') }} as utm_campaign,
        {{ without_contacts('min(utm_content)') }} as utm_content,
        {{ without_contacts('min(utm_term)') }} as utm_term
    from {{ ref('can_web_events') }}
    group by {{ tags }}
),

stores as (
    select
        store_id,
        timezone,
        {{ store_key('store_id') }} as store_key
    from {{ ref('int_stores__clock') }}
)

select
    {{ event_key('web_event', ['events.event_id']) }} as web_event_key,
    stores.store_key,
    case when pages.page_url is not null then pages.page_key else {{ event_key('page', ['null']) }} end as page_key,
    case when vehicles.vin is not null then vehicles.vehicle_key else {{ vehicle_key('null') }} end as vehicle_key,
    {{ lead_key('events.lead_id') }} as lead_key,
    stores.store_id,
    events.session_id,
    events.event_name,
    events.vin,
    events.occurred_at,
    {{ local_date('events.occurred_at', 'stores.timezone') }} as event_date,
    case lower(events.device) when 'mobile' then 'mobile' when 'desktop' then 'desktop' when 'tablet' then 'tablet' else 'unknown' end as device,
    tagged.utm_source,
    tagged.utm_medium,
    tagged.utm_campaign,
    tagged.utm_content,
    tagged.utm_term,
    events.source_system
from {{ ref('can_web_events') }} as events
inner join stores on coalesce(events.store_id, 'unknown') = stores.store_id
left join pages on events.page_url = pages.page_url
left join vehicles on events.vin = vehicles.vin
inner join tagged on {{ tags_of_event }} = tagged.tags
where not events.is_bot
