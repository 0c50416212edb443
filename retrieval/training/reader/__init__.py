"""Training of the neural reader (needs the ``train`` extra)."""
