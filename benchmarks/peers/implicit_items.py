# needs: implicit==0.7.2 numpy<2 scipy<1.13 pyarrow<16 threadpoolctl
# pyright: basic, reportMissingImports=false
"""Lists of 20 by implicit's item-item and ALS models, from interests to the products of every customer asked about."""

import json
import sys
import time
import warnings

import numpy as np
import pyarrow.parquet as pq
import scipy.sparse as sp
from implicit.als import AlternatingLeastSquares
from implicit.nearest_neighbours import BM25Recommender, CosineRecommender
from threadpoolctl import threadpool_limits

warnings.filterwarnings("ignore")
MODELS = {
    "cosine, as it comes": (CosineRecommender, {}, "binary"),
    "cosine, tuned": (CosineRecommender, {"K": 200}, "binary"),
    "BM25, as it comes": (BM25Recommender, {}, "binary"),
    "BM25, tuned": (BM25Recommender, {"K": 200, "K1": 0.5, "B": 0.4}, "binary"),
    "ALS, as it comes": (AlternatingLeastSquares, {"random_state": 1}, "weighted"),
    "ALS, tuned": (
        AlternatingLeastSquares,
        {"factors": 256, "regularization": 0.05, "alpha": 10, "random_state": 1},
        "weighted",
    ),
}
"""Those tuned are the best on the validation cut: of K 20 to 200, K1 .5 to 3, B 0 to .8; of 64 to 256 factors, alpha 1 to 20;
of interests weighted by deed and of plain ones."""


def read(path):
    rows = pq.read_table(path)
    return [rows[name].to_numpy() for name in rows.column_names]


customer, item, weight = read(sys.argv[1])
asked_customer, wanted_item = read(sys.argv[2])
size = (max(customer.max(), asked_customer.max()) + 1, max(item.max(), wanted_item.max()) + 1)
given = sp.csr_matrix((weight.astype(np.float32), (customer, item)), shape=size)
wanted = sp.csr_matrix((np.ones(len(asked_customer)), (asked_customer, wanted_item)), shape=size)
asked = np.unique(asked_customer)
binary = given.copy()
binary.data[:] = 1
found = {}
with threadpool_limits(1, "blas"):
    for name, (model, settings, kind) in MODELS.items():
        matrix = binary if kind == "binary" else given
        began = time.perf_counter()
        fitted = model(**settings)
        fitted.fit(matrix, show_progress=False)
        took = time.perf_counter() - began
        ids, _ = fitted.recommend(asked, matrix[asked], N=20, filter_already_liked_items=True)
        recalls = [
            len(set(listed) & set(wanted[who].indices)) / wanted[who].nnz
            for who, listed in zip(asked, ids, strict=True)
        ]
        found[name] = {
            "recall": float(np.mean(recalls)),
            "recalls": recalls,
            "coverage": len(np.unique(ids[ids >= 0])) / len(np.unique(item)),
            "fit": took,
            "all": time.perf_counter() - began,
        }
print(json.dumps(found))
