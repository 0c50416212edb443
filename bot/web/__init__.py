"""The web server: Slack over HTTP, and whether all is well."""
