"""Definitions as code: a map in a folder, checked, compared, applied and pulled."""

from pathlib import Path

from tests.stories.processes import run

BROKEN = """kind: map
name: shop
title: Shop
metrics:
  orders: { event: Order Completed, where: revenue > 0 }
stages:
  - { id: reach, title: Reach, color: "#8A94A6", when: seen }
  - { id: conversion, title: Conversion, color: "#0072B2", when: order >= 1, paying: true }
moves:
  - { from: reach, to: conversio }
"""


def test_a_map_goes_out_to_a_folder_is_changed_and_comes_back(tmp_path: Path) -> None:
    folder, data = tmp_path / "definitions", tmp_path / "data"
    run("sources", "create", "Shop", "--data", str(data))

    pulled = run("definitions", "pull", str(folder), "--data", str(data))
    shop = folder / "maps" / "shop.yaml"
    shop.write_text(shop.read_text().replace("title: Conversion", "title: First order"))
    compared = run("definitions", "diff", str(folder), "--data", str(data))
    applied = run("definitions", "apply", str(folder), "--data", str(data))
    again = run("definitions", "apply", str(folder), "--data", str(data))
    board = run("report", "lifecycle", "--data", str(data))

    assert pulled.returncode == 0, pulled.stderr
    assert "id: offers" in (folder / "topics.yaml").read_text()
    assert (folder / "guards.yaml").read_text().strip()
    assert "-  - { id: conversion, title: Conversion" in compared.stdout
    assert "+  - { id: conversion, title: First order" in compared.stdout
    assert "1 applied." in applied.stdout
    assert "Nothing to apply." in again.stdout
    assert "First order" in board.stdout, board.stderr


def test_every_problem_is_told_with_file_and_line_and_nothing_is_applied(tmp_path: Path) -> None:
    folder, data = tmp_path / "definitions", tmp_path / "data"
    (folder / "maps").mkdir(parents=True)
    (folder / "maps" / "shop.yaml").write_text(BROKEN)

    checked = run("definitions", "check", str(folder))
    applied = run("definitions", "apply", str(folder), "--data", str(data))

    for refused in (checked, applied):
        assert refused.returncode == 2
        assert "maps/shop.yaml:8" in refused.stderr
        assert "Did you mean 'orders'?" in refused.stderr
        assert "maps/shop.yaml:10" in refused.stderr
        assert "Did you mean 'conversion'?" in refused.stderr
    assert not data.exists()
