{#-
    input_contract, Identity and normalisation: "E-mail: trimmed, lower case, must look like one; nothing else is folded
    (no plus-tags, no dots)." Null where the text does not look like an e-mail.
-#}
{% macro normalised_email(column) -%}{{ return(adapter.dispatch('normalised_email')(column)) }}{%- endmacro %}
{% macro default__normalised_email(column) -%}
    case when regexp_matches(lower(trim({{ column }})), '^[^@\s]+@[^@\s]+\.[^@\s.]+$') then lower(trim({{ column }})) end
{%- endmacro %}

{#-
    "Phone: digits; 10 digits → +1…; 11 starting with 1 → +…; with a leading + 8–15 digits as is; anything else counts as absent."
    A leading + says that a country code is there, so it is asked first: ten digits behind a + are not North American.
-#}
{% macro normalised_phone(column) -%}{{ return(adapter.dispatch('normalised_phone')(column)) }}{%- endmacro %}
{% macro default__normalised_phone(column) -%}
    {%- set digits = "regexp_replace(" ~ column ~ ", '[^0-9]', '', 'g')" -%}
    case
        when substr(trim({{ column }}), 1, 1) = '+'
            then case when length({{ digits }}) between 8 and 15 then '+' || {{ digits }} end
        when length({{ digits }}) = 10 then '+1' || {{ digits }}
        when length({{ digits }}) = 11 and substr({{ digits }}, 1, 1) = '1' then '+' || {{ digits }}
    end
{%- endmacro %}

{#- What a person is shown as: `A. S.`, never more. Null where no name is known. -#}
{% macro masked_name(first_name, last_name) -%}
    nullif(trim(
        coalesce(upper(substr(trim({{ first_name }}), 1, 1)) || '. ', '') || coalesce(upper(substr(trim({{ last_name }}), 1, 1)) || '.', '')
    ), '')
{%- endmacro %}

{#- The initials of a full name: its first letter and that of its last word. -#}
{% macro name_initials(column) -%}{{ return(adapter.dispatch('name_initials')(column)) }}{%- endmacro %}
{% macro default__name_initials(column) -%}
    nullif(
        coalesce(upper(substr(trim({{ column }}), 1, 1)) || '.', '')
        || coalesce(' ' || upper(nullif(regexp_extract(trim({{ column }}), '\s(\S)\S*$', 1), '')) || '.', ''), ''
    )
{%- endmacro %}
