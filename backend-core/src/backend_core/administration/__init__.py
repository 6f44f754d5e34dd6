"""What administrators see of the platform: figures and work, never what somebody said."""
