"""Whether this is CI, where nothing may be missing and nothing is run smaller than it is meant to be."""

import os

CI = os.environ.get("CI") == "true"
