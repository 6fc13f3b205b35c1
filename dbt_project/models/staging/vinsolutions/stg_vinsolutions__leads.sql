{#- A table: many rows are put together here, and several canonical models read it. -#}
{{ config(materialized='table') }}

{%- set changed = vendor_moment(clean_text('files.lastupdatedutcdate'), 'Z') -%}
{%- set dealer = 'coalesce(files.dealerid, files.account)' -%}
with
loaded as (
    select
        {{ clean_text('files.leadid') }} as lead_id,
        {{ clean_text('files.customerid') }} as customer_id,
        {{ clean_text('files.salesrepuserid') }} as user_id,
        {{ clean_text('files.leadsourceid') }} as lead_source_id,
        {{ clean_text('files.leadstatusid') }} as lead_status_id,
        {{ clean_text('files.leadstatuscustomid') }} as lead_status_custom_id,
        {{ clean_text('files.adfxml') }} as is_adf,
        {{ clean_text('files.hasbeencontacted') }} as has_been_contacted,
        {{ clean_text('files.originationutcdate') }} as originated_at,
        {{ clean_text('files.lastupdatedutcdate') }} as updated_at,
        coalesce({{ clean_text('files.dealerid') }}, {{ clean_text('files.account') }}) as dealer_id,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'vinsolutions__leads') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
),

customers as (
    {{ newest_vendor_rows('vinsolutions__customers', ['files.customerid'], changed) }}
),

lead_sources as (
    {{ newest_vendor_rows('vinsolutions__lead_sources', [dealer, 'files.leadsourceid'], changed) }}
),

statuses as (
    {{ newest_vendor_rows('vinsolutions__lead_statuses', ['files.leadstatusid'], changed) }}
),

custom_statuses as (
    {{ newest_vendor_rows('vinsolutions__lead_status_customs', [dealer, 'files.leadstatuscustomid'], changed) }}
),

interests as (
    {{ newest_vendor_rows('vinsolutions__vehicles_of_interest', ['files.leadid', 'coalesce(files.vehicleofinterestid, files.vin)'], changed) }}
),

trades as (
    {{ newest_vendor_rows('vinsolutions__trade_ins', ['files.leadid', 'coalesce(files.tradeinid, files.vin)'], changed) }}
),

vehicles as (
    select
        interests.*,
        row_number() over (
            partition by leadid
            order by
                case when {{ vendor_bool(clean_text('isprimary')) }} then 0 else 1 end,
                vehicleofinterestid nulls last, vin nulls last, stocknumber nulls last
        ) as rank_of_vehicle
    from interests
    where coalesce(upper(recordstatuscode), 'A') <> 'D'
),

first_trades as (
    select
        trades.*,
        row_number() over (partition by leadid order by tradeinid nulls last, vin nulls last) as rank_of_trade
    from trades
    where coalesce(upper(recordstatuscode), 'A') <> 'D'
),

told as (
    select
        loaded.*,
        lead_sources.leadsourcename as source_name,
        lead_sources.leadsourcetypename as source_type,
        coalesce(custom_statuses.leadstatusname, statuses.leadstatusname) as status_name,
        coalesce(custom_statuses.leadstatustypename, statuses.leadstatustypename) as status_type,
        customers.customerfirstname as first_name,
        customers.customerlastname as last_name,
        coalesce(customers.email, customers.alternateemail) as email,
        coalesce(customers.cellphone, customers.daytimephone, customers.eveningphone) as phone,
        customers.postalcode as postal_code,
        vehicles.leadid is not null as has_vehicle,
        vehicles.vin,
        vehicles.stocknumber as stock_number,
        vehicles.year as model_year,
        vehicles.make,
        vehicles.model,
        vehicles.trim,
        first_trades.leadid is not null as has_trade,
        first_trades.vin as trade_in_vin
    from loaded
    left join lead_sources
        on
            loaded.lead_source_id = lead_sources.leadsourceid
            and loaded.dealer_id = coalesce(lead_sources.dealerid, lead_sources.account)
    left join statuses on loaded.lead_status_id = statuses.leadstatusid
    left join custom_statuses
        on
            loaded.lead_status_custom_id = custom_statuses.leadstatuscustomid
            and loaded.dealer_id = coalesce(custom_statuses.dealerid, custom_statuses.account)
    left join customers on loaded.customer_id = customers.customerid
    left join vehicles on loaded.lead_id = vehicles.leadid and vehicles.rank_of_vehicle = 1
    left join first_trades on loaded.lead_id = first_trades.leadid and first_trades.rank_of_trade = 1
)

select
    'vinsolutions:' || told.lead_id as lead_id,
    told.dealer_id as store_id,
    {{ vendor_moment('told.originated_at', 'Z') }} as inquiry_at,
    cast(null as varchar) as crm_created_at,
    case when told.source_type is not null then coalesce(nullif({{ status_map_value('origin_map') }}, 'unmapped'), told.source_type) end as lead_origin,
    case
        when told.has_vehicle then 'vehicle_specific'
        when told.has_trade then 'trade_in'
        else 'general'
    end as lead_type,
    cast(null as varchar) as department,
    {{ clean_text('told.source_name') }} as source_code,
    cast(null as varchar) as utm_source,
    cast(null as varchar) as utm_medium,
    cast(null as varchar) as utm_campaign,
    cast(null as varchar) as campaign_id,
    cast(null as varchar) as landing_page,
    cast(null as varchar) as device,
    cast(null as varchar) as session_id,
    'vinsolutions:' || told.customer_id as customer_id,
    {{ clean_text('told.first_name') }} as first_name,
    {{ clean_text('told.last_name') }} as last_name,
    {{ clean_text('told.email') }} as email,
    {{ clean_text('told.phone') }} as phone,
    {{ clean_text('told.postal_code') }} as postal_code,
    upper({{ clean_text('told.vin') }}) as vin,
    {{ clean_text('told.stock_number') }} as stock_number,
    {{ vendor_int(clean_text('told.model_year')) }} as model_year,
    {{ clean_text('told.make') }} as make,
    {{ clean_text('told.model') }} as model,
    {{ clean_text('told.trim') }} as trim,
    case when told.has_trade then true end as has_trade_in,
    upper({{ clean_text('told.trade_in_vin') }}) as trade_in_vin,
    cast(null as decimal(18, 4)) as budget,
    cast(null as varchar) as timeline,
    cast(null as varchar) as preferred_contact,
    'vinsolutions:' || told.user_id as owner_agent_id,
    case
        when {{ status_map_value('stage_map') }} <> 'unmapped' then told.status_name
        when lower(told.status_type) = 'active' then case when {{ vendor_bool('told.has_been_contacted') }} then 'contacted' else 'new' end
        else coalesce(told.status_type, told.status_name)
    end as stage,
    case
        when {{ status_map_value('stage_map') }} = 'duplicate' or {{ status_map_value('flag_map') }} <> 'unmapped' then null
        when lower(told.status_type) in ('lost', 'bad') then told.status_name
        when lower(told.status_type) = 'sold' then told.status_type
    end as disposition,
    cast(null as varchar) as next_action_at,
    cast(null as varchar) as offer_id,
    case when {{ vendor_bool('told.is_adf') }} then 'adf' end as intake_method,
    case when {{ status_map_value('flag_map') }} = 'test' then true end as is_test,
    case when {{ status_map_value('flag_map') }} = 'spam' then true end as is_spam,
    {{ vendor_moment('told.updated_at', 'Z') }} as updated_at,
    told.arrival,
    told.row_number,
    told.line_number,
    told.batch_id,
    told.source_system
from told
{{ join_status_map('origin_map', 'lead_origin', 'told.source_type', 'told.source_system', 'told.dealer_id') }}
{{ join_status_map('stage_map', 'stage', 'told.status_name', 'told.source_system', 'told.dealer_id') }}
{{ join_status_map('flag_map', 'lead_flag', 'told.status_name', 'told.source_system', 'told.dealer_id') }}
