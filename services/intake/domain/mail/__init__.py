"""What an e-mail says, from its bytes to the words that are new in it: pure, and patient with anything (IN-1)."""
