{#-
    The export has no activity table. What stands on the lead is the newest state: whoever exports often sees more of the touches.
-#}
with
loaded as (
    select
        {{ clean_text('files.leadid') }} as lead_id,
        {{ clean_text('files.salesrepuserid') }} as user_id,
        {{ clean_text('files.firstattemptedcontactutcdate') }} as first_try,
        {{ clean_text('files.lastattemptedcontactutcdate') }} as last_try,
        {{ clean_text('files.lastattemptedemailcontactutcdate') }} as last_email,
        {{ clean_text('files.lastattemptedphonecontactutcdate') }} as last_call,
        {{ clean_text('files.lastcustomercontactutcdate') }} as last_reply,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'vinsolutions__leads') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
),

said as (
    {%- for column, channel, is_try in [
        ('first_try', none, 1), ('last_try', none, 1), ('last_email', 'email', 1), ('last_call', 'phone', 1), ('last_reply', none, 0)
    ] %}
    {{ 'union all' if not loop.first }}
    select
        lead_id,
        user_id,
        {{ vendor_moment(column, 'Z') }} as occurred_at,
        {{ "'" ~ channel ~ "'" if channel else 'cast(null as varchar)' }} as channel,
        {{ is_try }} as is_try,
        arrival,
        row_number,
        line_number,
        batch_id,
        source_system
    from loaded
    where {{ column }} is not null
    {%- endfor %}
),

touches as (
    select
        said.*,
        max(channel) over (partition by lead_id, occurred_at) as touch_channel,
        max(is_try) over (partition by lead_id, occurred_at) as was_tried,
        min(is_try) over (partition by lead_id, occurred_at) as was_only_tried,
        row_number() over (partition by lead_id, occurred_at order by arrival asc, row_number asc, is_try desc, channel asc nulls last) as rank_of_touch
    from said
)

select
    'vinsolutions:' || lead_id || ':' || occurred_at as interaction_id,
    'vinsolutions:' || lead_id as lead_id,
    'vinsolutions:' || user_id as agent_id,
    touch_channel as channel,
    case when was_tried = 1 then 'outbound' else 'inbound' end as direction,
    occurred_at,
    cast(null as bigint) as duration_seconds,
    'human_personalised' as kind,
    was_only_tried = 0 as is_two_way,
    cast(null as varchar) as template_id,
    cast(null as varchar) as outcome,
    cast(null as varchar) as call_id,
    cast(null as varchar) as updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from touches
where rank_of_touch = 1
