"""The worker: judges answers and writes reports, behind two queues."""
