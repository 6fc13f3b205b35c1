{#-
    Elead's records carry no time of change: a record is as new as the answer it came in (searchDate, which the puller puts on each record),
    else as the time in its file's name, else as its file. Wants `files`, `ledger` and `clock` among the tables.
-#}
{% macro elead_answered_at() -%}
    coalesce({{ vendor_moment(clean_text('files.searchdate'), 'Z') }}, {{ file_moment('ledger.file', 'least(ledger.file_modified_at, clock.as_of_at)', 'Z') }})
{%- endmacro %}

{#-
    CTEs: `activities`, the histories of opportunities as answered, and `worded`, with what the seed status_map says of their type (domain
    activity_type, by activityType, else by name) and of their outcome (domain activity_outcome). activity_word is
    `channel:direction:kind` of a touch, `appointment`, `appointment_confirmation`, or null.
-#}
{% macro elead_activities() -%}
activities as (
    select
        {{ clean_text('files.id') }} as activity_id,
        {{ clean_text('files.opportunityid') }} as opportunity_id,
        {{ clean_text('files.account') }} as account_id,
        {{ clean_text('files.activitytype') }} as activity_type,
        {{ clean_text('files.name') }} as activity_name,
        lower({{ clean_text('files.category') }}) as category,
        {{ clean_text('files.outcome') }} as outcome,
        {{ vendor_moment(clean_text('files.duedate'), 'Z') }} as due_at,
        {{ vendor_moment(clean_text('files.completeddate'), 'Z') }} as completed_at,
        {{ vendor_moment(clean_text('files.closeddate'), 'Z') }} as closed_at,
        {{ clean_text('files.assignedtouserid') }} as assigned_user_id,
        {{ clean_text('files.completedbyuserid') }} as completing_user_id,
        {{ elead_answered_at() }} as answered_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'elead__activities') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
),

worded as (
    select
        activities.*,
        coalesce(nullif({{ status_map_value('type_map') }}, 'unmapped'), nullif({{ status_map_value('name_map') }}, 'unmapped')) as activity_word,
        {{ status_map_value('outcome_map') }} as outcome_word
    from activities
    {{ join_status_map('type_map', 'activity_type', 'activities.activity_type', 'activities.source_system', 'activities.account_id') }}
    {{ join_status_map('name_map', 'activity_type', 'activities.activity_name', 'activities.source_system', 'activities.account_id') }}
    {{ join_status_map('outcome_map', 'activity_outcome', 'activities.outcome', 'activities.source_system', 'activities.account_id') }}
)
{%- endmacro %}
