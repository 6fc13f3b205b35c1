{#-
    Of a vendor's table the newest row of each key that the run's clock knows: what a lookup or a neighbour's record says now.
    `moment`: ISO 8601 text that says since when a row holds (an expression over `files` and `ledger`); rows without one are known always.
    Of equal moments the later file, then the later row.
-#}
{% macro newest_vendor_rows(table, keys, moment) -%}
    {#- The moment is worked out once, in a subquery of its own: written out wherever it is needed, six lookups were 440 KB of SQL. -#}
    select newest.*
    from (
        select
            files.*,
            row_number() over (
                partition by {{ keys | join(', ') }}
                order by files.holds_from_at desc nulls last, files.file_arrival desc, files._row_number desc
            ) as rank_of_key
        from (
            select
                moments.*,
                {{ to_utc('moments.holds_from_text', "'UTC'") }} as holds_from_at
            from (
                select
                    files.*,
                    ledger.arrival as file_arrival,
                    clock.as_of_at as clock_at,
                    {{ moment }} as holds_from_text
                from {{ source('raw', table) }} as files
                inner join {{ source('raw', 'load_ledger') }} as ledger
                    on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
                cross join {{ ref('stg_run__clock') }} as clock
            ) as moments
        ) as files
        where files.holds_from_text is null or files.holds_from_at <= files.clock_at
    ) as newest
    where newest.rank_of_key = 1
{%- endmacro %}

{#- Of the lists inside a vendor's records (a child table of exports/spec.py) the first element of each, by an order over `children`. -#}
{% macro first_child_rows(table, order) -%}
    select firsts.*
    from (
        select
            children.*,
            row_number() over (
                partition by children._batch_id, children._dlt_load_id, children.parent_row_number
                order by {% for part in order %}{{ part }}, {% endfor %}children._row_number
            ) as rank_of_child
        from {{ source('raw', table) }} as children
    ) as firsts
    where firsts.rank_of_child = 1
{%- endmacro %}

{#- An element of a list belongs to the record that it was read with. -#}
{% macro is_of_record(child, parent) -%}
    {{ parent }}._batch_id = {{ child }}._batch_id
    and {{ parent }}._dlt_load_id = {{ child }}._dlt_load_id
    and cast({{ parent }}._row_number as varchar) = {{ child }}.parent_row_number
{%- endmacro %}

{#- True before false and unknown. -#}
{% macro flag_first(column) -%}
    case when {{ vendor_bool(clean_text(column)) }} then 0 else 1 end
{%- endmacro %}
