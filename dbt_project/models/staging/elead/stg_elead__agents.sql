with
loaded as (
    select
        {{ clean_text('files.id') }} as user_id,
        {{ clean_text('files.firstname') }} as first_name,
        {{ clean_text('files.lastname') }} as last_name,
        {{ clean_text('files.positionname') }} as position_name,
        {{ clean_text('files.account') }} as account_id,
        {{ elead_answered_at() }} as answered_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'elead__employees') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    'elead:' || user_id as agent_id,
    account_id as store_id,
    {{ clean_text("coalesce(first_name, '') || ' ' || coalesce(last_name, '')") }} as agent_name,
    cast(null as varchar) as email,
    position_name as role,
    cast(null as varchar) as team,
    cast(null as varchar) as manager_agent_id,
    cast(null as varchar) as backup_agent_id,
    cast(null as date) as active_from,
    cast(null as date) as active_to,
    answered_at as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
