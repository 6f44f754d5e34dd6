"""What every service needs to run: settings, logging, errors over HTTP, metrics and the Celery application."""
