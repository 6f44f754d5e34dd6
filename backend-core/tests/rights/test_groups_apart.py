"""What candidates say of themselves reaches their own form and the bias audit's counts, and nobody who judges.

`test_delivery_wall` watches the statements of every route and caller for it; here those are called that serve an
organisation, as its owner, who may call all of them.
"""

import pytest
from callers import MATRIX
from contracts.base import InterviewStatus
from contracts.recruiting import MemberRole
from persistence.hiring.recruiting import Membership
from persistence.people.rights import DeclaredGroup
from persistence.tables import Interview
from sqlmodel import select
from test_delivery_wall import watched_statements

AUDIT = "GET /api/organisations/{organisation_id}/bias-audit"
SERVING_AN_ORGANISATION = [name for name, kind in MATRIX.items() if kind in ("members", "its owners")]


@pytest.fixture
def declared_scene(core, cast, scene):
    """The scene after its screening interview, whose candidate has said something; its member is an owner here."""
    with core.database.transaction() as session:
        session.get_one(Interview, scene.screening_id).status = InterviewStatus.COMPLETED
        session.add(DeclaredGroup(interview_id=scene.screening_id, dimension="ethnicity", value="pacific_islander"))
        session.exec(
            select(Membership).where(
                Membership.user_id == cast["member"].id,
                Membership.organisation_id == scene.posting.organisation_id,
            )
        ).one().role = MemberRole.OWNER
    return scene


def test_no_route_of_an_organisation_reaches_it_but_the_audit_which_counts(declared_scene):
    reads_first = sorted(SERVING_AN_ORGANISATION, key=lambda operation: not operation.startswith("GET"))
    assert AUDIT in reads_first
    for operation in reads_first:
        with watched_statements() as statements:
            response = declared_scene.call("member", operation)
        touched = any("declared_groups" in statement for statement in statements)
        assert touched == operation.startswith(AUDIT), operation
        assert not response.is_stream_consumed or operation.startswith(AUDIT) or "pacific" not in response.text
