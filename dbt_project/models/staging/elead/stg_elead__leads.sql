{#- A table: many rows are put together here, and several canonical models read it. -#}
{{ config(materialized='table') }}

with
loaded as (
    select
        {{ clean_text('files.id') }} as opportunity_id,
        {{ clean_text('files.customer_id') }} as customer_id,
        {{ clean_text('files.datein') }} as date_in,
        {{ clean_text('files.source') }} as source,
        {{ clean_text('files.subsource') }} as sub_source,
        {{ clean_text('files.status') }} as status,
        {{ clean_text('files.substatus') }} as sub_status,
        {{ clean_text('files.uptype') }} as up_type,
        {{ clean_text('files.account') }} as account_id,
        {{ elead_answered_at() }} as answered_at,
        files._batch_id,
        files._dlt_load_id,
        files._row_number,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'elead__opportunities') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
),

customers as (
    {{ newest_vendor_rows('elead__customers', ['files.id'], elead_answered_at()) }}
),

emails as (
    {{ first_child_rows('elead__customer_emails', [flag_first('children.ispreferred')]) }}
),

phones as (
    {{ first_child_rows('elead__customer_phones', [flag_first('children.ispreferred')]) }}
),

vehicles as (
    {{ first_child_rows('elead__sought_vehicles', [flag_first('children.isprimary')]) }}
),

trades as (
    {{ first_child_rows('elead__trade_ins', []) }}
),

team as (
    {{ first_child_rows('elead__sales_team', [flag_first('children.isprimary'), flag_first('children.ispositionprimary')]) }}
),

told as (
    select
        loaded.*,
        customers.firstname as first_name,
        customers.lastname as last_name,
        customers.address_zip as postal_code,
        emails.address as email,
        phones.number as phone,
        vehicles.parent_row_number is not null as has_vehicle,
        vehicles.vin,
        vehicles.stocknumber as stock_number,
        coalesce(vehicles.yearfrom, vehicles.yearto) as model_year,
        vehicles.make,
        vehicles.model,
        vehicles.trim,
        trades.parent_row_number is not null as has_trade,
        trades.vin as trade_in_vin,
        team.id as user_id
    from loaded
    left join customers on loaded.customer_id = customers.id
    left join emails on {{ is_of_record('emails', 'customers') }}
    left join phones on {{ is_of_record('phones', 'customers') }}
    left join vehicles on {{ is_of_record('vehicles', 'loaded') }}
    left join trades on {{ is_of_record('trades', 'loaded') }}
    left join team on {{ is_of_record('team', 'loaded') }}
)

select
    'elead:' || told.opportunity_id as lead_id,
    told.account_id as store_id,
    {{ vendor_moment('told.date_in', 'Z') }} as inquiry_at,
    cast(null as varchar) as crm_created_at,
    coalesce(nullif({{ status_map_value('sub_source_map') }}, 'unmapped'), nullif({{ status_map_value('up_type_map') }}, 'unmapped')) as lead_origin,
    case
        when told.has_vehicle then 'vehicle_specific'
        when told.has_trade then 'trade_in'
        else 'general'
    end as lead_type,
    cast(null as varchar) as department,
    told.source as source_code,
    cast(null as varchar) as utm_source,
    cast(null as varchar) as utm_medium,
    cast(null as varchar) as utm_campaign,
    cast(null as varchar) as campaign_id,
    cast(null as varchar) as landing_page,
    cast(null as varchar) as device,
    cast(null as varchar) as session_id,
    'elead:' || told.customer_id as customer_id,
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
    told.has_trade as has_trade_in,
    upper({{ clean_text('told.trade_in_vin') }}) as trade_in_vin,
    cast(null as decimal(18, 4)) as budget,
    cast(null as varchar) as timeline,
    cast(null as varchar) as preferred_contact,
    'elead:' || told.user_id as owner_agent_id,
    case when {{ status_map_value('stage_map') }} = 'unmapped' then coalesce(told.status, told.sub_status) else told.sub_status end as stage,
    case
        when {{ status_map_value('stage_map') }} = 'duplicate' or {{ status_map_value('flag_map') }} <> 'unmapped' then null
        when lower(told.status) = 'inactive' then told.sub_status
        when lower(told.status) = 'sold' then told.status
    end as disposition,
    cast(null as varchar) as next_action_at,
    cast(null as varchar) as offer_id,
    cast(null as varchar) as intake_method,
    case when {{ status_map_value('flag_map') }} = 'test' then true end as is_test,
    case when {{ status_map_value('flag_map') }} = 'spam' then true end as is_spam,
    told.answered_at as updated_at,
    told.arrival,
    told.row_number,
    told.line_number,
    told.batch_id,
    told.source_system
from told
{{ join_status_map('sub_source_map', 'lead_origin', 'told.sub_source', 'told.source_system', 'told.account_id') }}
{{ join_status_map('up_type_map', 'lead_origin', 'told.up_type', 'told.source_system', 'told.account_id') }}
{{ join_status_map('stage_map', 'stage', 'told.sub_status', 'told.source_system', 'told.account_id') }}
{{ join_status_map('flag_map', 'lead_flag', 'told.sub_status', 'told.source_system', 'told.account_id') }}
