"""Who rests from hot cases, and how long each had one."""
