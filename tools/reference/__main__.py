"""`python -m tools.reference` writes every page that changed, then the dashboard's types of the API."""

from __future__ import annotations

from tools.reference import ROOT, pages
from tools.reference.client import TYPES, write_types


def main() -> None:
    for place, text in pages().items():
        path = ROOT / place
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {place}")
    if write_types(ROOT):
        print(f"wrote {TYPES}")


if __name__ == "__main__":
    main()
