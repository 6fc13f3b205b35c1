with
loaded as (
    select
        {{ clean_text('files.userid') }} as user_id,
        {{ clean_text('files.firstname') }} as first_name,
        {{ clean_text('files.lastname') }} as last_name,
        {{ clean_text('files.usergroupname') }} as user_group,
        {{ clean_text('files.lastupdatedutcdate') }} as updated_at,
        {{ clean_text('files.bdagentind') }} as is_bdc,
        {{ clean_text('files.salesmanagerind') }} as is_sales_manager,
        {{ clean_text('files.internetsalespersonind') }} as is_internet,
        {{ clean_text('files.salespersonind') }} as is_sales,
        {{ clean_text('files.serviceagentind') }} as is_service,
        coalesce({{ clean_text('files.dealerid') }}, {{ clean_text('files.account') }}) as dealer_id,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'vinsolutions__user_access') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    'vinsolutions:' || user_id as agent_id,
    dealer_id as store_id,
    {{ clean_text("coalesce(first_name, '') || ' ' || coalesce(last_name, '')") }} as agent_name,
    cast(null as varchar) as email,
    case
        when {{ vendor_bool('is_bdc') }} then 'bdc_agent'
        when {{ vendor_bool('is_sales_manager') }} then 'sales_manager'
        when {{ vendor_bool('is_internet') }} then 'internet_sales_manager'
        when {{ vendor_bool('is_sales') }} then 'sales_consultant'
        when {{ vendor_bool('is_service') }} then 'service_advisor'
        else user_group
    end as role,
    cast(null as varchar) as team,
    cast(null as varchar) as manager_agent_id,
    cast(null as varchar) as backup_agent_id,
    cast(null as date) as active_from,
    cast(null as date) as active_to,
    {{ vendor_moment('updated_at', 'Z') }} as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
