"""Start the development issuer: `ISSUER_ENVIRONMENT=development python -m local_stack.issuer`."""

import sys

import uvicorn
from pydantic import ValidationError

from local_stack.issuer.app import create_app
from local_stack.issuer.settings import IssuerSettings


def main() -> None:
    """Serve until stopped; refuse unless told that this is development."""
    try:
        settings = IssuerSettings()
    except ValidationError:
        sys.exit("The issuer gives anybody any token. Set ISSUER_ENVIRONMENT=development.")
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="warning")


if __name__ == "__main__":
    main()
