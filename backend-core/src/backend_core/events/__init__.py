"""Durable events to browsers, by server-sent events."""
