"""Watching a practice candidate, with consent: frames in, delivery samples out.

    pool.py       the processes that look at frames, and the mailbox of each session
    worker.py     what such a process runs
    tracker.py    a frame to landmarks (MediaPipe)
    geometry.py   landmarks to angles and proportions
    measures.py   angles and proportions to the units of a delivery sample
    collector.py  the session's samples to backend-core

No frame is stored and no landmark leaves the process that found it.
"""
