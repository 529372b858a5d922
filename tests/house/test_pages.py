"""Pages of results were made with the model that is here."""

from pathlib import Path

import pytest

from docs.stamp import stamp

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.nightly
@pytest.mark.parametrize("page", ["findings", "patterns"])
def test_a_page_was_made_with_the_model_that_is_here(page):
    text = (DOCS / f"{page}.md").read_text("utf-8")
    assert text.rstrip().endswith(stamp()), f"the model's output has changed: make {page}"
