"""Who would get a mail today, and what would look odd to them: asked of every account before it is asked by one."""
