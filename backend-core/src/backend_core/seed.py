"""Loads the question bank, and the demo's users: `python -m backend_core.seed [--demo-users]`.

Loading again changes what has changed and nothing else. For each demo user that is new, a line of JSON with the
generated password goes to standard output, once.
"""

import argparse
import json
import secrets

from contracts.base import Language, Role
from contracts.errors import EmailTaken
from contracts.questions import BankQuestion
from engines.embedding.hashing import HashingEmbedder
from persistence.ids import new_id
from persistence.tables import Question
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session

from backend_core.auth.accounts import commanded_transaction, create_user
from backend_core.questions.bank import load_bank

DEMO_USERS = {
    Role.CANDIDATE: "candidate@demo.visavis.local",
    Role.RECRUITER: "recruiter@demo.visavis.local",
    Role.ADMIN: "admin@demo.visavis.local",
}


def load_questions(session: Session, bank: list[BankQuestion]) -> int:
    """Insert or update every question of the bank, in both languages. Returns how many rows the bank has."""
    embedder = HashingEmbedder()
    rows = [
        {
            "id": new_id(),
            "slug": question.slug,
            "language": language,
            "content": question.content.in_language(language),
            "category": question.category,
            "difficulty": question.difficulty,
            "position": list(question.positions),
            "rubric_json": question.rubric.model_dump(mode="json"),
            "is_active": True,
            "usage_count": 0,
        }
        for question in bank
        for language in Language
    ]
    vectors = embedder.embed([str(row["content"]) for row in rows])
    for row, vector in zip(rows, vectors, strict=True):
        statement = insert(Question).values(**row, embedding=vector)
        kept = {"id", "slug", "language", "is_active", "usage_count"}
        changed = {name: statement.excluded[name] for name in [*row, "embedding"] if name not in kept}
        session.exec(statement.on_conflict_do_update(index_elements=["slug", "language"], set_=changed))
    return len(rows)


def _create_demo_users(session: Session) -> list[dict[str, str]]:
    created = []
    for role, email in DEMO_USERS.items():
        password = secrets.token_urlsafe(12)
        try:
            create_user(session, email, f"Demo {role.value}", password, role)
        except EmailTaken:
            continue
        created.append({"email": email, "role": role.value, "password": password})
    return created


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo-users", action="store_true", help="create a user of each role where missing")
    arguments = parser.parse_args()
    with commanded_transaction() as session:
        load_questions(session, load_bank())
        created = _create_demo_users(session) if arguments.demo_users else []
    for user in created:
        print(json.dumps(user))


if __name__ == "__main__":
    main()
