"""The program of `stub_server.py`: python -m calls.stub_program PORT CORE_PORT [--silero] [--watching]

Apart from it, because a tracker process imports its parent's program once more, and with it no second media server.
"""

import asyncio
import sys

if __name__ == "__main__":
    from calls.stub_server import main

    asyncio.run(
        main(int(sys.argv[1]), int(sys.argv[2]), silero="--silero" in sys.argv, watching="--watching" in sys.argv)
    )
