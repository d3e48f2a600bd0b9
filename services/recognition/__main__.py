"""`python -m services.recognition api | worker | migrate`."""

from __future__ import annotations

from services.recognition.service import SERVICE
from shared.runtime.processes import main

if __name__ == "__main__":
    main(SERVICE)
