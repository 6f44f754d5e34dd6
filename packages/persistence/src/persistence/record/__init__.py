"""What is done, happens and was done: jobs, durable events, letters and the audit log."""
