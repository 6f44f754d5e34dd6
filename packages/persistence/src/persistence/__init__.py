"""The record: tables, sessions, jobs, events and migrations. PostgreSQL 18 with pgvector."""
