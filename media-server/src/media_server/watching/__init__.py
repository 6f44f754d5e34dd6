"""Watching a practice candidate, with consent: frames in, delivery samples out.

    pool.py         the processes that look at frames, and the mailbox of each session
    pace.py         how many frames a second a session gives them
    process.py      such a process as the server sees it: asked, watched over, started again
    worker.py       what it runs: `engines.face`, a frame to angles and proportions
    slot.py         the shared memory through which a frame reaches it
    measures.py     angles and proportions to the units of a delivery sample
    calibration.py  what a person's measures are taken against
    collector.py    the session's samples to backend-core
    crops.py        pictures of a face to ai-worker, with a consent of its own

No frame is stored, no landmark leaves the process that found it, and a picture of a face goes nowhere but through
`crops.py`.
"""
