"""Landmarks off the wire, against MediaPipe's own reading of them."""

import numpy as np
import pytest
from engines.face.landmarks import body_landmarks, mesh_landmarks
from mediapipe.python.solutions.face_mesh import FaceMesh
from mediapipe.python.solutions.pose import Pose as BodyPose
from visavis.candidate.portrait import Pose, render

SIZE = (640, 480)


def test_landmarks_are_what_their_messages_say() -> None:
    rgb = render(Pose())
    with FaceMesh(max_num_faces=1, refine_landmarks=True) as mesh, BodyPose(model_complexity=1) as pose:
        (face,) = mesh.process(rgb).multi_face_landmarks
        body = pose.process(rgb).pose_landmarks
    points = np.array([(p.x * 640, p.y * 480, p.z * 640) for p in face.landmark])
    assert points.shape == (478, 3)
    assert mesh_landmarks(face, SIZE) == pytest.approx(points, abs=1e-3)
    points = np.array([(p.x * 640, p.y * 480, p.z * 640, p.visibility) for p in body.landmark])
    assert points.shape == (33, 4)
    assert body_landmarks(body, SIZE) == pytest.approx(points, abs=1e-3)
    assert body_landmarks(None, SIZE) is None
