"""What not to say to a customer, and what to say instead (IN-14): pure rules over text."""
