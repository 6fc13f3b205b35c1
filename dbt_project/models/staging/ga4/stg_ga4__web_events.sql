-- noqa: disable=LT02
-- An event is known by what vendors.md 6.1 says: day, stream, user, session, name, microsecond and parameters (those that are declared).
{%- set params = [
    'affiliation', 'comm_outcome', 'comm_status', 'comm_type', 'department', 'element_order', 'element_text', 'element_type', 'event_action',
    'event_action_result', 'event_owner', 'flow_name', 'flow_outcome', 'form_name', 'form_type', 'item_id', 'item_number', 'link_url',
    'media_type', 'page_location', 'page_type', 'product_name', 'submission_id', 'vin',
] %}
{%- set identity = [
    "replace(files.account, 'analytics_', '')", 'files.event_date', 'files.stream_id', 'files.user_pseudo_id', 'files.event_name',
    'files.event_timestamp',
] %}
{%- for p in ['ga_session_id'] + params %}{% do identity.append('files.event_params_' ~ p) %}{% endfor %}
with
loaded as (
    select
        {{ event_key('ga4_event', identity) }} as event_id,
        {{ clean_text("replace(files.account, 'analytics_', '')") }} as property_id,
        {{ clean_text('files.event_timestamp') }} as event_timestamp,
        lower({{ clean_text('files.event_name') }}) as ga4_name,
        {{ clean_text('files.user_pseudo_id') }} as client_id,
        {{ clean_text('files.event_params_ga_session_id') }} as ga_session_id,
        {{ clean_text('files.stream_id') }} as stream_id,
        {{ clean_text('files.device_category') }} as device,
        {{ clean_text('files.collected_traffic_source_gclid') }} as gclid,
        {{ clean_text('files.items') }} as items,
        {{ clean_text('files.event_params_traffic_type') }} as traffic_type,
        {{ clean_text('files.event_params_page_location') }} as page_url,
        {{ asc_value(free_text('files.event_params_page_type')) }} as page_type,
        lower({{ asc_value('files.event_params_event_owner') }}) as event_owner,
        lower({{ asc_value('files.event_params_event_action') }}) as event_action,
        lower({{ asc_value('files.event_params_element_type') }}) as element_type,
        lower({{ asc_value('files.event_params_element_text') }}) as element_text,
        lower({{ asc_value('files.event_params_department') }}) as department,
        {{ asc_value('files.event_params_submission_id') }} as submission_id,
        lower({{ asc_value('files.event_params_comm_type') }}) as comm_type,
        lower({{ asc_value('files.event_params_comm_status') }}) as comm_status,
        lower(coalesce({{ asc_value('files.event_params_flow_name') }}, {{ asc_value('files.event_params_product_name') }})) as flow_name,
        lower({{ asc_value('files.event_params_flow_outcome') }}) as flow_outcome,
        lower({{ asc_value('files.event_params_media_type') }}) as media_type,
        {{ asc_value('files.event_params_affiliation') }} as affiliation,
        {{ asc_value('files.event_params_item_id') }} as item_id,
        {{ asc_value('coalesce(files.event_params_item_vin, files.event_params_vin)') }} as item_vin,
        {%- for tag, last_click in [('source', 'source'), ('medium', 'medium'), ('campaign', 'campaign_name'), ('content', 'content'), ('term', 'term')] %}
        {{ clean_text('coalesce(files.collected_traffic_source_manual_' ~ ('campaign_name' if tag == 'campaign' else tag)
            ~ ', files.event_params_' ~ tag ~ ', files.session_traffic_source_last_click_manual_campaign_' ~ last_click ~ ')') }} as utm_{{ tag }},
        {%- endfor %}
        {{ partition_of_file('ledger.file') }} as partition_day,
        {{ shard_of_file('ledger.file') }} as partition_shard,
        ledger.file like '%events_intraday_%' as is_intraday,
        {{ answer_at('clock.as_of_at', 'ledger.file', 'ledger.file_modified_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'ga4__events') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
),

named as (
    select
        loaded.*,
        case
            when coalesce(department, 'sales') in ('service', 'parts') then null
            when ga4_name = 'asc_itemlist_pageview' then 'srp_view'
            when ga4_name = 'asc_item_pageview' then 'vdp_view'
            when ga4_name = 'asc_click_to_call' then 'click_to_call'
            when ga4_name = 'asc_comm_engagement' and coalesce(comm_type, 'chat') in ('chat', 'text', 'sms') and coalesce(comm_status, 'start') = 'start'
                then 'chat_start'
            when ga4_name like 'asc_form_submission_trade%' or (ga4_name = 'asc_form_submission' and department = 'trade') then 'trade_valuation'
            when ga4_name like 'asc_form_submission_credit%' then 'credit_application'
            when ga4_name like 'asc_form_submission_service%' or ga4_name like 'asc_form_submission_parts%' then null
            when ga4_name like 'asc_form_submission%' then 'form_submit'
            when ga4_name = 'asc_media_interaction' and coalesce(media_type, 'video') = 'video' and coalesce(event_action, 'play') in ('play', 'start')
                then 'video_play'
            when ga4_name = 'asc_retail_process' and flow_outcome like 'save%' and (flow_name like '%payment%' or flow_name like '%calculator%')
                then 'payment_saved'
            when ga4_name = 'asc_retail_process' and flow_name like '%trade%' then 'trade_valuation'
            when ga4_name = 'asc_retail_process' and (flow_name like '%credit%' or flow_name like '%prequal%') then 'credit_application'
            when ga4_name = 'asc_retail_process' and (flow_name like '%payment%' or flow_name like '%calculator%') then 'payment_calculator'
            when ga4_name = 'asc_element_configuration' and (element_type like '%compare%' or element_type like '%trim%' or element_text like '%compare%')
                then 'trim_compare'
        end as event_name
    from loaded
)

select
    'ga4:' || event_id as event_id,
    {{ vendor_moment('event_timestamp') }} as occurred_at,
    property_id as store_id,
    client_id || '.' || ga_session_id as session_id,
    client_id,
    event_name,
    coalesce({{ vin_or_null('item_id') }}, {{ vin_or_null('item_vin') }}, {{ vin_or_null(of_first_object('items', 'item_id')) }}) as vin,
    page_url,
    case page_type when 'item' then 'vdp' when 'itemlist' then 'srp' else page_type end as page_type,
    lower(device) as device,
    case when utm_source is null and gclid is not null then 'google' else utm_source end as utm_source,
    case when utm_source is null and utm_medium is null and gclid is not null then 'cpc' else utm_medium end as utm_medium,
    utm_campaign,
    utm_content,
    utm_term,
    submission_id as lead_id,
    coalesce(lower(traffic_type) in ('bot', 'crawler', 'spider', 'internal', 'developer'), false) as is_bot,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system,
    stream_id,
    affiliation,
    ga4_name,
    event_owner,
    {{ to_int('event_timestamp') }} as event_microseconds,
    partition_day,
    partition_shard,
    is_intraday
from named
