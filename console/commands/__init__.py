"""The commands, one a file; `console.cli` lists them."""
