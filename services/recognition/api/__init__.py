"""Recognition over HTTP: a router per resource."""
