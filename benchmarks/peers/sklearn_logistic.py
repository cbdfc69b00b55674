# needs: scikit-learn==1.7.2 pandas<3 pyarrow
# pyright: basic, reportMissingImports=false
"""A logistic regression on facts that are words, one column a word, as scikit-learn's documentation does it."""

import json
import sys
import time

import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

learned, later = (pd.read_parquet(path) for path in sys.argv[1:3])
names = [name for name in learned.columns if name != "did"]
began = time.perf_counter()
encoder = make_column_transformer((OneHotEncoder(handle_unknown="ignore"), names))
model = make_pipeline(encoder, LogisticRegression(max_iter=1_000))
model.fit(learned[names], learned["did"])
fitted = time.perf_counter()
chance = model.predict_proba(later[names])[:, 1]
ended = time.perf_counter()
print(
    json.dumps(
        {"fit": fitted - began, "all": ended - began, "auc": float(roc_auc_score(later["did"], chance))}
    )
)
