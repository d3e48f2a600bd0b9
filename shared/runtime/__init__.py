"""How a service becomes processes: its descriptor, api and worker, the supervisor and the CLI."""
