"""What readers of a mail would stumble over: one rule, one question asked of every mail and every made-up person."""
