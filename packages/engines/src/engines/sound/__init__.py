"""What sound alone tells, with no model: how loud, how high, how voiced, and what is wrong with it.

All of it runs window by window in the event loop of live sessions; `docs/scoring.md` and `docs/delivery.md` define
every measure.
"""
