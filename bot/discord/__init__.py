"""Quotedesk in Discord: thin over the service, the only package that imports discord.py.

``render`` and ``escape`` are pure and import no discord.py; ``run`` holds the run mode.
"""
