"""An hour of everything at once, to see whether memory and file descriptors stay flat."""
