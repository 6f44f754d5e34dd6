"""The local platform: embedded PostgreSQL and Redis, the services and the front end, kept by one process."""
