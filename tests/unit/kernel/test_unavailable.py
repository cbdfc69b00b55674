"""What stands where a number would says why, also to whom takes it for the number."""

from __future__ import annotations

import copy
import pickle

import pytest

from evergrow.kernel import Unavailable

NONE = Unavailable("Nobody bought.")


def test_taken_for_the_number_it_says_why_there_is_none() -> None:
    with pytest.raises(AttributeError, match="no alpha_days; there is none: Nobody bought"):
        _ = NONE.alpha_days  # pyright: ignore[reportAttributeAccessIssue]


def test_it_can_be_copied_and_sent_to_another_process() -> None:
    assert copy.deepcopy(NONE) == NONE == pickle.loads(pickle.dumps(NONE))
