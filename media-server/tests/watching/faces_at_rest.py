"""What faces are measured against in these tests."""

from contracts.delivery import Calibration

ORDINARY = Calibration(
    yaw=0,
    pitch=0,
    mouth_width=0.52,
    corner_lift=-0.01,
    brow_gap=0.30,
    brow_height=0.20,
    lip_thickness=0.18,
    chin_height=0.4,
    frames=15,
)
"""Straight before the camera, with the mouth of most adults, for pictures of whom no calibration was made."""
