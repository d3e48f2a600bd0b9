"""Mail to customers: how a message is made, the ways out for it, and how sending can fail."""
