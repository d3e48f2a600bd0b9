"""`python -m services.followup api | worker | migrate`."""

from __future__ import annotations

from services.followup.service import SERVICE
from shared.runtime.processes import main

if __name__ == "__main__":
    main(SERVICE)
