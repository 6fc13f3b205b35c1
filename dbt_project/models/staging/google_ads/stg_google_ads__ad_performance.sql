with
loaded as (
    select
        {{ clean_text('coalesce(files.customer_id, files.account)') }} as account_id,
        {{ clean_text('files.campaign_id') }} as campaign_id,
        {{ clean_text('files.adgroup_id') }} as ad_group_id,
        {{ clean_text('files.segments_date') }} as performance_date,
        {{ clean_text('files.segments_device') }} as device,
        {{ clean_text('files.segments_adnetworktype') }} as network,
        {{ clean_text('files.metrics_impressions') }} as impressions,
        {{ clean_text('files.metrics_clicks') }} as clicks,
        {{ clean_text('files.metrics_costmicros') }} as cost_micros,
        {{ clean_text('files.metrics_conversions') }} as conversions,
        {{ answer_at('clock.as_of_at', 'ledger.file', 'ledger.file_modified_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'google_ads__performance') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    'google_ads' as platform,
    replace(account_id, '-', '') as account_id,
    campaign_id,
    coalesce(ad_group_id, '-') as ad_group_id,
    {{ vendor_date('performance_date') }} as performance_date,
    account_id as store_id,
    case when impressions is null then 0 else {{ vendor_int('impressions') }} end as impressions,
    case when clicks is null then 0 else {{ vendor_int('clicks') }} end as clicks,
    cast(case when cost_micros is null then 0 else {{ vendor_int('cost_micros') }} / 1000000.0 end as decimal(18, 4)) as cost,
    {{ vendor_number('conversions') }} as conversions,
    cast(null as boolean) as is_complete,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system,
    coalesce(device, '') || '|' || coalesce(network, '') as breakdown,
    case when device is not null then 'device ' else '' end || case when network is not null then 'network' else '' end as breakdown_kind,
    cast(null as varchar) as complete_until
from loaded
