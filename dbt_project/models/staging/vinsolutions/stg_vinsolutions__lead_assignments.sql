with
loaded as (
    select
        {{ clean_text('files.leadid') }} as lead_id,
        {{ clean_text('files.salesrepuserid') }} as agent_id,
        {{ clean_text('files.originationutcdate') }} as originated_at,
        {{ clean_text('files.lastupdatedutcdate') }} as since,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'vinsolutions__leads') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
),

owned as (
    select
        loaded.*,
        {{ vendor_moment('originated_at', 'Z') }} as inquired_at,
        {{ vendor_moment('since', 'Z') }} as assigned_at
    from loaded
),

{{ spans_of_owners('owned') }}

select
    'vinsolutions:' || lead_id || ':' || agent_id || ':' || assigned_at as assignment_id,
    'vinsolutions:' || lead_id as lead_id,
    'vinsolutions:' || agent_id as agent_id,
    cast(null as varchar) as queue,
    assigned_at,
    released_at,
    reason,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from versions
