"""A second reader of the evidence: a small extractive neural reader (the extra ``reader``)."""
