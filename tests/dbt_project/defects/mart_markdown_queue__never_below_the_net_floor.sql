update marts.mart_markdown_queue set guardrail = 'ok', suggested_price = lowest_price - 1;
update marts.mart_markdown_queue set suggested_price = asking_price + 1
