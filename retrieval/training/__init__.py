"""Training of the weights in ``retrieval/data`` (needs the ``train`` extra)."""
