"""The four services. They meet only through events and HTTP."""
