{#-
    Columns of a file (canonical drop or feed) that the contract does not list pass through as x_<name>. The table is built to its contract
    first; then the extra columns that any file brought are added and filled by row.
-#}
{% macro append_extra_columns() -%}
    {%- if execute -%}
        {%- set name = this.identifier[4:] -%}
        {%- set entity = name[:-9] ~ 's' if name.endswith('_versions') else name -%}
        {%- set files = [] -%}
        {%- set names = [] -%}
        {%- for system in ['canonical', 'feeds'] -%}
            {%- set raw = adapter.get_relation(database=this.database, schema='raw', identifier=system ~ '__' ~ entity) -%}
            {%- if raw -%}
                {%- set known = contract_columns(entity) + ['feed_name', 'dealer_code_system'] -%}
                {%- set extra = [] -%}
                {%- for c in adapter.get_columns_in_relation(raw) if c.name not in known and not c.name.startswith('_') -%}
                    {%- do extra.append(c.name) -%}
                    {%- if c.name not in names -%}{%- do names.append(c.name) -%}{%- endif -%}
                {%- endfor -%}
                {%- do files.append((raw, extra)) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- for name in names %}
            alter table {{ this }} add column {{ adapter.quote('x_' ~ name) }} varchar;
        {%- endfor -%}
        {%- for raw, extra in files if extra %}
            update {{ this }} set {% for name in extra %}{{ adapter.quote('x_' ~ name) }} = files.{{ adapter.quote(name) }}{{ ", " if not loop.last }}{% endfor %}
            from {{ raw }} as files
            where {{ this.identifier }}.batch_id = files._batch_id and {{ this.identifier }}.row_number = files._row_number
                and exists (select 1 from {{ source('raw', 'load_ledger') }} as ledger
                    where ledger.batch_id = files._batch_id and ledger.dlt_load_id = files._dlt_load_id);
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#- The contract's columns of an entity are those of its staging model's columns: read from there, not listed again. -#}
{% macro contract_columns(entity) -%}
    {%- set names = [] -%}
    {%- set relation = adapter.get_relation(database=this.database, schema='staging', identifier='stg_canonical__' ~ entity) -%}
    {%- for c in adapter.get_columns_in_relation(relation) -%}{%- do names.append(c.name) -%}{%- endfor -%}
    {{ return(names) }}
{%- endmacro %}
