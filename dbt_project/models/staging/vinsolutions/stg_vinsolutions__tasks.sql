with
loaded as (
    select
        {{ clean_text('files.taskid') }} as task_id,
        {{ clean_text('files.leadid') }} as lead_id,
        {{ clean_text('files.assignedtouserid') }} as user_id,
        {{ clean_text('files.tasktypedescription') }} as task_type,
        {{ clean_text('files.taskcreatedutcdate') }} as created_at,
        {{ clean_text('files.dueutcdate') }} as due_at,
        {{ clean_text('files.taskstatus') }} as task_status,
        {{ clean_text('files.lastupdatedutcdate') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'vinsolutions__tasks') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    'vinsolutions:' || task_id as task_id,
    'vinsolutions:' || nullif(lead_id, '0') as lead_id,
    'vinsolutions:' || user_id as agent_id,
    {{ without_contacts('task_type') }} as task_type,
    {{ vendor_moment('created_at', 'Z') }} as created_at,
    {{ vendor_moment('due_at', 'Z') }} as due_at,
    case when lower(task_status) like 'complete%' then {{ vendor_moment('updated_at', 'Z') }} end as completed_at,
    case
        when lower(task_status) like 'complete%' then 'completed'
        when lower(task_status) like 'dismiss%' or lower(task_status) like 'cancel%' then 'cancelled'
        when lower(task_status) in ('open', 'pending', 'overdue', 'missed') then 'open'
        else task_status
    end as status,
    coalesce({{ vendor_moment('updated_at', 'Z') }}, {{ vendor_moment('created_at', 'Z') }}) as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
