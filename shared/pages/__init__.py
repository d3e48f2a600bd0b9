"""What customers read: words, templates and forms, to which a service adds its own. Lists are shared.http.pages."""
