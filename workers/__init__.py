"""What makes it happen: actors, the clock and the one composition root.

Importing the room declares the broker and then every actor, so that `dramatiq workers` is the whole command.
"""

from workers import actors as actors
