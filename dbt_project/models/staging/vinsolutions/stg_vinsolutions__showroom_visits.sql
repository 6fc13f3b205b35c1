{%- set changed = vendor_moment(clean_text('files.lastupdatedutcdate'), 'Z') -%}
with
loaded as (
    select
        {{ clean_text('files.visitid') }} as visit_id,
        {{ clean_text('files.leadid') }} as lead_id,
        {{ clean_text('files.createdbyuserid') }} as user_id,
        {{ clean_text('files.startutcdate') }} as started_at,
        {{ clean_text('files.endutcdate') }} as ended_at,
        {{ clean_text('files.resultdescription') }} as result,
        {{ clean_text('files.endreasondescription') }} as end_reason,
        {{ clean_text('files.demotestdrive') }} as has_test_drive,
        {{ clean_text('files.writeup') }} as has_write_up,
        {{ clean_text('files.lastupdatedutcdate') }} as updated_at,
        coalesce({{ clean_text('files.dealerid') }}, {{ clean_text('files.account') }}) as dealer_id,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'vinsolutions__showroom_visits') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
),

known as (
    {{ newest_vendor_rows('vinsolutions__showroom_visits', ['files.visitid'], changed) }}
),

deleted as (
    select visitid
    from known
    where {{ vendor_bool(clean_text('deletedflag')) }}
)

select
    'vinsolutions:' || loaded.visit_id as visit_id,
    loaded.dealer_id as store_id,
    'vinsolutions:' || nullif(loaded.lead_id, '0') as lead_id,
    'vinsolutions:' || loaded.user_id as agent_id,
    {{ vendor_moment('loaded.started_at', 'Z') }} as started_at,
    {{ vendor_moment('loaded.ended_at', 'Z') }} as ended_at,
    {{ vendor_bool('loaded.has_test_drive') }} as had_test_drive,
    {{ vendor_bool('loaded.has_write_up') }} as had_write_up,
    {{ without_contacts('coalesce(loaded.result, loaded.end_reason)') }} as result,
    {{ vendor_moment('loaded.updated_at', 'Z') }} as updated_at,
    loaded.arrival,
    loaded.row_number,
    loaded.line_number,
    loaded.batch_id,
    loaded.source_system
from loaded
left join deleted on loaded.visit_id = deleted.visitid
where deleted.visitid is null
