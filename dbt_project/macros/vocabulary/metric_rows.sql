{#-
    The metrics of the semantic layer as rows: read from dbt's own graph when the model is built, so that there is no second list.
    `columns` maps a column to a key of the metric or of its meta; a list becomes text, its parts joined by ", ".
-#}
{% macro metric_rows(columns) -%}
    {%- set rows = [] -%}
    {%- if execute -%}
        {%- for metric in graph.metrics.values() | sort(attribute='name') -%}
            {%- set facts = dict(metric.config.meta, metric=metric.name, name=metric.label, definition=metric.description) -%}
            {%- set cells = [] -%}
            {%- for column in columns -%}
                {%- set value = facts.get(column) -%}
                {%- if value is not string and value is iterable -%}{%- set value = value | join(', ') -%}{%- endif -%}
                {%- do cells.append("cast(" ~ ("'" ~ (value | string | trim).replace("'", "''") ~ "'" if value is not none else "null") ~ " as varchar) as " ~ column) -%}
            {%- endfor -%}
            {%- do rows.append("select " ~ cells | join(', ')) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if rows -%}
        {{ rows | join('\nunion all\n') }}
    {%- else -%}
        select {% for column in columns %}cast(null as varchar) as {{ column }}{{ ", " if not loop.last }}{% endfor %} where 1 = 0
    {%- endif -%}
{%- endmacro %}
