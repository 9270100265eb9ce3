"""`make clean`: remove the development server's data, wherever it lies."""

from local_stack.postgres import forget
from local_stack.settings import StackSettings

if __name__ == "__main__":
    forget(StackSettings().var.absolute())
