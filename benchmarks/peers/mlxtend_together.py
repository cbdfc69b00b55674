# needs: mlxtend==0.23.4 pandas<2.3 numpy<2 scipy<1.13 scikit-learn<1.6 pyarrow<16
# pyright: basic, reportMissingImports=false
"""Frequent sets and rules of the same baskets, as the documentation of mlxtend does it on a sparse frame."""

import json
import sys
import time

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import scipy.sparse as sp
from mlxtend.frequent_patterns import association_rules, fpgrowth

rows = pq.read_table(sys.argv[1])
basket, item = rows["basket"].to_numpy(), rows["item"].to_numpy()
support, confidence, most = float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
kept = basket < most  # of all of them it finds no end
basket, item = basket[kept], item[kept]
began = time.perf_counter()
matrix = sp.csr_matrix((np.ones(len(basket), dtype=bool), (basket, item)))
frame = pd.DataFrame.sparse.from_spmatrix(matrix)
sets = fpgrowth(frame, min_support=support)
rules = association_rules(sets, metric="confidence", min_threshold=confidence)
single = rules[rules["consequents"].map(len) == 1]
print(
    json.dumps(
        {"all": time.perf_counter() - began, "sets": len(sets), "rules": len(single), "lines": len(basket)}
    )
)
