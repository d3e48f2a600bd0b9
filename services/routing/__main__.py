"""python -m services.routing api | worker | migrate."""

from services.routing.service import SERVICE
from shared.runtime.processes import main

if __name__ == "__main__":
    main(SERVICE)
