"""Where the shipped weights come from: a command for each model.

Raises:
    ImportError: torch or scikit-learn is not installed; the rest of the package needs neither.
"""

from importlib.util import find_spec

if not (find_spec("torch") and find_spec("sklearn")):
    raise ImportError("training needs torch and scikit-learn: pip install '.[train]'")
