with
loaded as (
    select
        {{ clean_text('files.id') }} as lead_id,
        {{ clean_text('files.datein') }} as date_in,
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

team as (
    {{ first_child_rows('elead__sales_team', [flag_first('children.isprimary'), flag_first('children.ispositionprimary')]) }}
),

owned as (
    select
        loaded.lead_id,
        team.id as agent_id,
        {{ vendor_moment('loaded.date_in', 'Z') }} as inquired_at,
        loaded.answered_at as assigned_at,
        loaded.arrival,
        loaded.row_number,
        loaded.line_number,
        loaded.batch_id,
        loaded.source_system
    from loaded
    left join team on {{ is_of_record('team', 'loaded') }}
),

{{ spans_of_owners('owned') }}

select
    'elead:' || lead_id || ':' || agent_id || ':' || assigned_at as assignment_id,
    'elead:' || lead_id as lead_id,
    'elead:' || agent_id as agent_id,
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
