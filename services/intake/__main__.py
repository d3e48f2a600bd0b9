"""Start intake: `python -m services.intake api | worker | migrate`."""

from services.intake.service import SERVICE
from shared.runtime.processes import main

if __name__ == "__main__":
    main(SERVICE)
