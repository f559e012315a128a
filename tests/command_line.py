"""The whole command line, as tests call it in their own process."""

from console.cli import assemble
from console.menu import MENU

app = assemble(MENU)
