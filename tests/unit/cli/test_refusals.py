"""A refusal on a terminal says where, what, and what to do next."""

import pytest

from evergrow.cli.refusals import print_refusal
from evergrow.kernel import Problem, Refusal


def test_every_problem_is_printed_with_its_place_and_the_next_step(
    capsys: pytest.CaptureFixture[str],
) -> None:
    unknown = Problem(
        code="definition.unknown_segment",
        what="No segment is named 'vip-customer'. Did you mean 'vip-customers'?",
        where="journeys/welcome.yaml:14  steps.branch.when.segment",
        next_step="List segments with `evergrow segments list`.",
    )
    print_refusal(Refusal(unknown, Problem(code="data.missing", what="There is no data directory [here].")))

    assert capsys.readouterr().err == (
        "journeys/welcome.yaml:14  steps.branch.when.segment\n"
        "  No segment is named 'vip-customer'. Did you mean 'vip-customers'?\n"
        "  List segments with `evergrow segments list`.\n"
        "  [definition.unknown_segment]\n"
        "\n"
        "  There is no data directory [here].\n"
        "  [data.missing]\n"
    )
