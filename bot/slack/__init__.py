"""Slack as a front end: events in, questions out; answers in, blocks out."""
