"""Where people and systems come in: the command, the pages, the import."""
