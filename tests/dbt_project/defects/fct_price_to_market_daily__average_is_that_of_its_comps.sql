update facts.fct_price_to_market_daily set market_avg_price = market_avg_price * 1.001;
update facts.fct_price_to_market_daily set comp_count = comp_count + 1
