"""`make clean`: remove the development server's data, wherever it lies."""

import sys

from local_stack.postgres import PostgresFailed, forget
from local_stack.settings import StackSettings

if __name__ == "__main__":
    try:
        forget(StackSettings().var.absolute())
    except PostgresFailed as running:
        sys.exit(f"{running} Stop it first.")
