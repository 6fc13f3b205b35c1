update marts.mart_system_conflicts set other_value = record_value;
update marts.mart_system_conflicts set record_value = null;
update marts.mart_system_conflicts set other_value = null;
update marts.mart_system_conflicts set delta = 0
