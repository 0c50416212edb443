"""Everything that meets a person: command line, terminal, Slack, Discord, web."""

__version__ = "0.1.0"
