{#-
    Columns of a file (canonical drop, feed or report) that the contract does not list pass through as x_<name>. The table is built to its contract
    first; then it gets the extra columns that any file brought, by row.
-#}
{% macro append_extra_columns() -%}
    {%- if execute -%}
        {%- set name = this.identifier[4:] -%}
        {%- set entity = name[:-9] ~ 's' if name.endswith('_versions') else name -%}
        {%- set files = [] -%}
        {%- set names = [] -%}
        {%- for system in ['canonical', 'feeds', 'reports'] -%}
            {%- set raw = adapter.get_relation(database=this.database, schema='raw', identifier=system ~ '__' ~ entity) -%}
            {%- if raw -%}
                {%- set known = contract_columns(entity) + ['feed_name', 'dealer_code_system', 'report_name', 'report_at', 'days_before'] -%}
                {%- set extra = [] -%}
                {%- for c in adapter.get_columns_in_relation(raw) if c.name not in known and not c.name.startswith('_') -%}
                    {%- do extra.append(c.name) -%}
                    {%- if c.name not in names -%}{%- do names.append(c.name) -%}{%- endif -%}
                {%- endfor -%}
                {%- do files.append((raw, extra)) -%}
            {%- endif -%}
        {%- endfor -%}
        {#- One statement that writes the table anew: an update of wide text goes through the log row by row. -#}
        {%- if names %}
            create or replace table {{ this }} as
            select
                built.*
                {%- for name in names %},
                coalesce(null{% for raw, extra in files if name in extra %}, {{ raw.identifier }}.{{ adapter.quote(name) }}{% endfor %}) as {{ adapter.quote('x_' ~ name) }}
                {%- endfor %}
            from {{ this }} as built
            {%- for raw, extra in files if extra %}
            left join (
                select files.* from {{ raw }} as files
                inner join {{ source('raw', 'load_ledger') }} as ledger
                    on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
            ) as {{ raw.identifier }}
                on built.batch_id = {{ raw.identifier }}._batch_id and built.row_number = {{ raw.identifier }}._row_number
            {%- endfor -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#- The contract's columns of an entity are those of its staging model's columns: read from there, not listed again. -#}
{% macro contract_columns(entity) -%}
    {%- set names = [] -%}
    {%- set relation = adapter.get_relation(database=this.database, schema='staging', identifier='stg_canonical__' ~ entity) -%}
    {%- for c in adapter.get_columns_in_relation(relation) -%}{%- do names.append(c.name) -%}{%- endfor -%}
    {{ return(names) }}
{%- endmacro %}
