#!/usr/bin/env bash
# The window of an envelope shows the address and nothing else, and the code lies on no fold.
set -euo pipefail

if ! command -v pdftotext >/dev/null; then
  { [ "$(id -u)" = 0 ] && apt-get install -y -qq poppler-utils >/dev/null 2>&1; } ||
    { echo "pdftotext (poppler-utils) is not installed"; exit 77; }
fi
pytest -q services/access-api/tests/unit/test_letter_pdf.py
echo "in every letter the window shows the address alone, and the code lies on no fold"
