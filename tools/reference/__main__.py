"""`python -m tools.reference` writes every page that changed."""

from __future__ import annotations

from tools.reference import ROOT, pages


def main() -> None:
    for place, text in pages().items():
        path = ROOT / place
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {place}")


if __name__ == "__main__":
    main()
