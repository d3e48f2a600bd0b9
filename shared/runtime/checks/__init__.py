"""The doctor's checks, by what they look at; each yields findings and changes nothing."""
