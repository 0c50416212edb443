"""The terminal as a front end: rendered answers and the REPL."""
