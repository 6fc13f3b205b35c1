with
loaded as (
    select
        {{ clean_text('files.store_id') }} as store_id,
        {{ clean_text('files.vin') }} as vin,
        {{ clean_text('files.stock_number') }} as stock_number,
        {{ clean_text('files.channel') }} as channel,
        {{ clean_text('files.observed_at') }} as observed_at,
        {{ clean_text('files.status') }} as status,
        {{ clean_text('files.displayed_price') }} as displayed_price,
        {{ free_text('files.url') }} as url,
        {{ clean_text('files.photo_count') }} as photo_count,
        {{ clean_text('files.has_comments') }} as has_comments,
        {{ clean_text('files.has_price') }} as has_price,
        {{ clean_text('files.has_window_sticker') }} as has_window_sticker,
        {{ clean_text('files.has_spin') }} as has_spin,
        {{ clean_text('files.updated_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'canonical__listings') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
)

select
    store_id,
    upper(vin) as vin,
    stock_number,
    channel,
    observed_at,
    status,
    {{ to_number('displayed_price') }} as displayed_price,
    url,
    {{ to_int('photo_count') }} as photo_count,
    {{ to_bool('has_comments') }} as has_comments,
    {{ to_bool('has_price') }} as has_price,
    {{ to_bool('has_window_sticker') }} as has_window_sticker,
    {{ to_bool('has_spin') }} as has_spin,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system
from loaded
