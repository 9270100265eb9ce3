"""The functional core: facts in, an assessment with every reason out."""
