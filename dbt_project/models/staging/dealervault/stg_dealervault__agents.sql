with
loaded as (
    select
        coalesce(
            {{ clean_text('files.dv_dealer_id') }}, {{ part_of_file_name('ledger.file', '^(DVD\d+)_') }},
            {{ clean_text('files.vendor_dealer_id') }}, {{ clean_text('files.account') }}
        ) as dealer_id,
        {{ clean_text('files.salesman_1_number') }} as salesman_number,
        {{ clean_text('files.salesman_1_name') }} as salesman_name,
        {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'dealervault__sales') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    source_system || ':' || dealer_id || ':' || salesman_number as agent_id,
    dealer_id as store_id,
    salesman_name as agent_name,
    cast(null as varchar) as email,
    'sales_consultant' as role,
    cast(null as varchar) as team,
    cast(null as varchar) as manager_agent_id,
    cast(null as varchar) as backup_agent_id,
    cast(null as date) as active_from,
    cast(null as date) as active_to,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
where salesman_number is not null
