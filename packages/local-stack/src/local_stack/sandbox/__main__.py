"""Start the sandbox: `python -m local_stack.sandbox`, with settings `SANDBOX_*`."""

import uvicorn

from local_stack.sandbox.app import create_app
from local_stack.sandbox.settings import SandboxSettings

if __name__ == "__main__":
    settings = SandboxSettings()
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="warning")
