from tests.bot.slack.local.stage import socket_stage, stage, web_stage

__all__ = ["socket_stage", "stage", "web_stage"]
