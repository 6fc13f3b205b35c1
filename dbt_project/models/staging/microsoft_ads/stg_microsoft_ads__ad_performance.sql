with
loaded as (
    select
        {{ clean_text('coalesce(files.accountid, files.account, files.accountnumber)') }} as account_id,
        {{ clean_text('files.campaignid') }} as campaign_id,
        {{ clean_text('files.adgroupid') }} as ad_group_id,
        {{ clean_text('files.timeperiod') }} as performance_date,
        {{ clean_text('files.devicetype') }} as device,
        {{ clean_text('files.network') }} as network,
        {{ clean_text('files.impressions') }} as impressions,
        {{ clean_text('files.clicks') }} as clicks,
        {{ clean_text('files.spend') }} as spend,
        {{ clean_text('files.conversions') }} as conversions,
        {{ clean_text("replace(files.report_last_completed_available_day, '(GMT)', '')") }} as complete_until,
        {{ clean_text('files.report_potential_incomplete_data') }} as is_incomplete,
        {{ answer_at('clock.as_of_at', 'ledger.file', 'ledger.file_modified_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'microsoft_ads__performance') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    'microsoft_ads' as platform,
    account_id,
    campaign_id,
    coalesce(ad_group_id, '-') as ad_group_id,
    {{ vendor_date('performance_date') }} as performance_date,
    account_id as store_id,
    case when impressions is null then 0 else {{ vendor_int('impressions') }} end as impressions,
    case when clicks is null then 0 else {{ vendor_int('clicks') }} end as clicks,
    case when spend is null then 0 else {{ vendor_number('spend') }} end as cost,
    {{ vendor_number('conversions') }} as conversions,
    case when {{ vendor_bool('is_incomplete') }} = false then true end as is_complete,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system,
    coalesce(device, '') || '|' || coalesce(network, '') as breakdown,
    case when device is not null then 'device ' else '' end || case when network is not null then 'network' else '' end as breakdown_kind,
    {{ vendor_moment('complete_until', 'Z') }} as complete_until
from loaded
