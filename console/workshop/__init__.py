"""The marketers' workshop: every mail as real accounts will get it, what is wrong with it, and what changed."""
