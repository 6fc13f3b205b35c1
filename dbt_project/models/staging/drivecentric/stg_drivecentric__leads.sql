with
loaded as (
    select
        {{ clean_text('files.identifiers_crmid') }} as deal_id,
        {{ clean_text('files.stage') }} as stage,
        {{ clean_text('files.source_type') }} as source_type,
        {{ clean_text('files.source_description') }} as source_description,
        {{ clean_text('files.salesperson1_id') }} as user_id,
        {{ clean_text('files.createddate') }} as created_at,
        {{ clean_text('files.modifieddate') }} as modified_at,
        {{ clean_text('files.account') }} as account_id,
        {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)', 'Z') }} as answered_at,
        files._batch_id,
        files._dlt_load_id,
        files._row_number,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'drivecentric__deals') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
),

buyers as (
    {{ first_child_rows('drivecentric__customers', [flag_first('children.isprimarybuyer')]) }}
),

vehicles as (
    {{ first_child_rows('drivecentric__vehicle_interests', []) }}
),

trades as (
    {{ first_child_rows('drivecentric__trade_ins', []) }}
),

told as (
    select
        loaded.*,
        min(loaded.answered_at) over (partition by loaded.deal_id) as first_seen_at,
        buyers.firstname as first_name,
        buyers.lastname as last_name,
        buyers.emails,
        buyers.phones,
        vehicles.parent_row_number is not null as has_vehicle,
        vehicles.vehicle_vin as vin,
        vehicles.vehicle_stocknumber as stock_number,
        vehicles.vehicle_year as model_year,
        vehicles.vehicle_make as make,
        vehicles.vehicle_model as model,
        vehicles.vehicle_trim as trim,
        trades.parent_row_number is not null as has_trade,
        trades.vehicle_vin as trade_in_vin
    from loaded
    left join buyers on {{ is_of_record('buyers', 'loaded') }}
    left join vehicles on {{ is_of_record('vehicles', 'loaded') }}
    left join trades on {{ is_of_record('trades', 'loaded') }}
)

select
    'drivecentric:' || told.deal_id as lead_id,
    told.account_id as store_id,
    coalesce({{ vendor_moment('told.created_at', 'Z') }}, told.first_seen_at) as inquiry_at,
    cast(null as varchar) as crm_created_at,
    nullif({{ status_map_value('origin_map') }}, 'unmapped') as lead_origin,
    case
        when told.has_vehicle then 'vehicle_specific'
        when told.has_trade then 'trade_in'
        else 'general'
    end as lead_type,
    cast(null as varchar) as department,
    coalesce({{ without_contacts('told.source_description') }}, told.source_type) as source_code,
    cast(null as varchar) as utm_source,
    cast(null as varchar) as utm_medium,
    cast(null as varchar) as utm_campaign,
    cast(null as varchar) as campaign_id,
    cast(null as varchar) as landing_page,
    cast(null as varchar) as device,
    cast(null as varchar) as session_id,
    cast(null as varchar) as customer_id,
    {{ clean_text('told.first_name') }} as first_name,
    {{ clean_text('told.last_name') }} as last_name,
    {{ first_value_in_list('told.emails') }} as email,
    {{ first_value_in_list('told.phones') }} as phone,
    cast(null as varchar) as postal_code,
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
    'drivecentric:' || told.user_id as owner_agent_id,
    told.stage,
    cast(null as varchar) as disposition,
    cast(null as varchar) as next_action_at,
    cast(null as varchar) as offer_id,
    cast(null as varchar) as intake_method,
    cast(null as boolean) as is_test,
    cast(null as boolean) as is_spam,
    coalesce({{ vendor_moment('told.modified_at', 'Z') }}, told.answered_at) as updated_at,
    told.arrival,
    told.row_number,
    told.line_number,
    told.batch_id,
    told.source_system
from told
{{ join_status_map('origin_map', 'lead_origin', 'told.source_type', 'told.source_system', 'told.account_id') }}
