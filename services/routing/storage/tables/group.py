"""Groups of staff as an identity provider keeps them."""
