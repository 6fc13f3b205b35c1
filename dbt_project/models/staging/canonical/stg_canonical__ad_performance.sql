with
loaded as (
    select
        {{ clean_text('files.platform') }} as platform,
        {{ clean_text('files.account_id') }} as account_id,
        {{ clean_text('files.campaign_id') }} as campaign_id,
        {{ clean_text('files.ad_group_id') }} as ad_group_id,
        {{ clean_text('files.performance_date') }} as performance_date,
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.impressions') }} as impressions,
        {{ clean_text('files.clicks') }} as clicks,
        {{ clean_text('files.cost') }} as cost,
        {{ clean_text('files.conversions') }} as conversions,
        {{ clean_text('files.is_complete') }} as is_complete,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__ad_performance') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    platform,
    account_id,
    campaign_id,
    ad_group_id,
    {{ to_date('performance_date') }} as performance_date,
    store_id,
    {{ to_int('impressions') }} as impressions,
    {{ to_int('clicks') }} as clicks,
    {{ to_number('cost') }} as cost,
    {{ to_number('conversions') }} as conversions,
    {{ to_bool('is_complete') }} as is_complete,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
