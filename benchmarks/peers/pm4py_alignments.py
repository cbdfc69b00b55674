# needs: pm4py==2.7.23.11 pandas pyarrow
# pyright: basic, reportMissingImports=false
"""Optimal alignments of walks with a map, as the documentation of pm4py does it: a table of events, a Petri net, fitness.

Given a Parquet file of walks (`case`, `activity`, `at`) and a JSON file of the map (`starts`, `ways`).
"""

import json
import sys
import time

import pandas as pd
import pm4py
from pm4py.objects.petri_net.obj import Marking, PetriNet
from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to


def net_of(designed):
    """A state machine: a place for each stage, a transition for each way, and a silent one to the end from everywhere."""
    net = PetriNet("map")
    places = {stage: PetriNet.Place(stage) for stage in ("start", "end", *designed["stages"])}
    net.places.update(places.values())

    def way(name, label, source, target):
        transition = PetriNet.Transition(name, label)
        net.transitions.add(transition)
        add_arc_from_to(places[source], transition, net)
        add_arc_from_to(transition, places[target], net)

    for stage in designed["starts"]:
        way(f"start>{stage}", stage, "start", stage)
    for source, target in designed["ways"]:
        way(f"{source}>{target}", target, source, target)
    for stage in designed["stages"]:
        way(f"{stage}>end", None, stage, "end")
    return net, Marking({places["start"]: 1}), Marking({places["end"]: 1})


rows = pd.read_parquet(sys.argv[1])
with open(sys.argv[2]) as file:
    net, first, last = net_of(json.load(file))
began = time.perf_counter()
log = pm4py.format_dataframe(rows, case_id="case", activity_key="activity", timestamp_key="at")
aligned = pm4py.conformance_diagnostics_alignments(log, net, first, last)
took = time.perf_counter() - began
costs = {}
for one in aligned:
    cost = int(one["cost"]) // 10_000
    costs[cost] = costs.get(cost, 0) + 1
print(json.dumps({"seconds": took, "walks": len(aligned), "costs": costs}))
