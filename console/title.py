"""Names of files and steps as people write titles."""

ABBREVIATIONS = frozenset({"api", "crm", "csat", "csm", "ebr", "faq", "nps", "qbr", "roi", "sso"})


def title_of(name: str) -> str:
    """Answer the name of a mail or step, without its folder, as a title: `Create your first project`, `NPS survey`."""
    words = name.rpartition("/")[2].replace("-", " ").replace("_", " ").split(" ")
    said = " ".join(word.upper() if word in ABBREVIATIONS else word for word in words)
    return said[:1].upper() + said[1:]
