# needs: retentioneering==3.3.0 pandas<2 numpy<2 scipy<1.13 plotly<6 pyarrow<16 setuptools<81
# pyright: basic, reportMissingImports=false
"""Events to sessions and the steps from their beginning, as the documentation of retentioneering does it."""

import json
import os
import sys
import time
import warnings

os.environ["RETENTIONEERING_NO_TRACK"] = "1"
warnings.filterwarnings("ignore")

import pandas as pd  # noqa: E402
from retentioneering.eventstream import Eventstream  # noqa: E402

rows = pd.read_parquet(sys.argv[1])
began = time.perf_counter()
frame = rows.rename(columns={"customer_key": "user_id", "name": "event", "at": "timestamp"})
stream = Eventstream(frame, add_start_end_events=False).split_sessions(timeout=(30, "m"))
steps = stream.step_matrix(max_steps=6, weight_col="session_id", show_plot=False)
values = getattr(steps, "values", steps)
shown = values[0] if isinstance(values, tuple) else values
print(json.dumps({"all": time.perf_counter() - began, "events": len(rows), "kinds": len(shown)}))
