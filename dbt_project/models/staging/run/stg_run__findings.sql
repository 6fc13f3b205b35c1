select
    findings.run_id,
    findings.batch_id,
    findings.system as source_system,
    findings.entity,
    findings.file,
    findings.line_number,
    findings.column_name,
    findings.reason_code,
    findings.is_row_loaded
from {{ source('raw', 'quarantine_findings') }} as findings
