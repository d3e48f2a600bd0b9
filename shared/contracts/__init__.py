"""What services say to each other: the envelope, and one module of events per producer. No personal data."""
