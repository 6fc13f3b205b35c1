{#-
    Free text as a mart may repeat it: what looks like an e-mail address or a phone number is put out of sight. The patterns are those
    of expectations/suites/privacy.py, which refuses to publish a table in which one matches; a test holds the two together.
-#}
{% macro without_contacts(column) -%}{{ return(adapter.dispatch('without_contacts')(column)) }}{%- endmacro %}
{% macro default__without_contacts(column) -%}
    regexp_replace(
        regexp_replace({{ column }}, '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}', '[e-mail]', 'g'),
        '(^|[^0-9A-Za-z])(\+[1-9]\d{9,14}|(\+?1[-. ]?)?(\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4})($|[^0-9A-Za-z])',
        '\1[phone]\5',
        'g'
    )
{%- endmacro %}

{#- A text of a vendor's that is no id, no name of a person and no word of a vocabulary: trimmed, without contacts. -#}
{% macro free_text(column) -%}{{ without_contacts(clean_text(column)) }}{%- endmacro %}
