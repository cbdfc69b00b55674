# needs: lifetimes==0.11.3 pandas<2.2 numpy<2 scipy<1.13 pyarrow<16
# pyright: basic, reportMissingImports=false
"""Orders to the value of every customer over a year, as the documentation of lifetimes does it."""

import json
import sys
import time
import warnings

import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter
from lifetimes.utils import summary_data_from_transaction_data

warnings.filterwarnings("ignore")
orders = pd.read_parquet(sys.argv[1])
began = time.perf_counter()
each = summary_data_from_transaction_data(
    orders, "customer_key", "at", "revenue", observation_period_end=orders["at"].max()
)
summed = time.perf_counter()
buying = BetaGeoFitter().fit(each["frequency"], each["recency"], each["T"])
again = each[each["frequency"] > 0]
spending = GammaGammaFitter().fit(again["frequency"], again["monetary_value"])
fitted = time.perf_counter()
purchases = buying.conditional_expected_number_of_purchases_up_to_time(
    365, each["frequency"], each["recency"], each["T"]
)
profit = spending.conditional_expected_average_profit(each["frequency"], each["monetary_value"])
value = float((purchases * profit).sum())
ended = time.perf_counter()
print(
    json.dumps(
        {
            "fit": fitted - summed,
            "all": ended - began,
            "purchases": float(purchases.sum()),
            "value": value,
            "parameters": {**buying.summary["coef"], **spending.summary["coef"]},
        }
    )
)
