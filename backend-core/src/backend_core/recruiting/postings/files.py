"""A posting as a file of YAML: exported, put right by hand, kept beside others, and imported elsewhere."""

import asyncio

import yaml
from contracts.errors import FieldProblem, PlanInvalid, PostingFileInvalid
from contracts.questions import Rubric
from persistence.database import run_sync
from persistence.hiring.recruiting import Company, JobPosting, PostingQuestion
from persistence.tables import User
from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from backend_core.questions.search import QueryReader
from backend_core.recruiting.companies import service as companies
from backend_core.recruiting.companies.schemas import CompanyProfile, NewCompany
from backend_core.recruiting.postings import plans, service
from backend_core.recruiting.postings.schemas import (
    AskedSo,
    FiledPlace,
    NewPosting,
    OwnPlace,
    PlaceInFile,
    PostingContent,
    PostingFile,
)
from backend_core.yaml_text import YamlRefused, YamlText, read_yaml

YAML = "application/yaml"
MAX_BYTES, LIMIT = 2 * 2**20, "2 MiB"
MOST_PROBLEMS = 20
BREAKS = ("\r", "\x85", "\u2028", "\u2029")
"""Which would be read as another line's end."""


async def export(session: AsyncSession, posting: JobPosting) -> str:
    """With the newest version of its plan, where it has one."""
    company = await session.get_one(Company, posting.company_id)
    rows = await run_sync(session, plans.rows_of, posting.id, posting.plan_version)
    file = PostingFile(
        **service.content_of(posting).model_dump(),
        company=CompanyProfile(**company.model_dump(include=set(CompanyProfile.model_fields))),
        plan=[_place(row) for row in rows] or None,
    )
    return await asyncio.to_thread(_written, file)


async def load(session: AsyncSession, reader: QueryReader, user: User, organisation_id: str, data: bytes) -> JobPosting:
    """A draft with the plan that the file has. Nothing is kept where this raises.

    Raises `OrganisationNotFound`, `MemberRoleTooLow`, `PostingFileInvalid` and `BankTooSmall`.
    """
    text, file = await asyncio.to_thread(_read, data)
    company = await companies.of_name(session, organisation_id, file.company.name)
    if company is None:
        wanted = NewCompany(organisation_id=organisation_id, **file.company.model_dump())
        company = await companies.create(session, reader, user.id, wanted)
    content = file.model_dump(include=set(PostingContent.model_fields))
    posting = await service.create(
        session, user.id, NewPosting(**content, organisation_id=organisation_id, company_id=company.id)
    )
    if file.plan is not None:
        try:
            aims = await plans.aims_of(session, reader, posting)
            await run_sync(session, plans.make, user, posting, aims, file.plan)
        except PlanInvalid as error:
            raise PostingFileInvalid(fields=_in_file(text, error)) from error
    return posting


def _read(data: bytes) -> tuple[YamlText, PostingFile]:
    try:
        text = read_yaml(data)
    except YamlRefused as error:
        raise PostingFileInvalid(fields={"file": error.problem}) from error
    try:
        return text, PostingFile.model_validate(text.value)
    except ValidationError as error:
        fields: dict[str, FieldProblem] = {}
        for one in error.errors(include_url=False)[:MOST_PROBLEMS]:
            place, problem = text.problem(one["loc"], FieldProblem.of(one))
            fields.setdefault(place, problem)
        raise PostingFileInvalid(fields=fields) from error


def _in_file(text: YamlText, error: PlanInvalid) -> dict[str, FieldProblem]:
    """The places of the plan that do not fit, as the file has them."""
    found: dict[str, FieldProblem] = {}
    for name, problem in error.fields.items():
        _, *parts = name.split(".")
        where = ("plan", *(int(part) - 1 if part.isdecimal() else part for part in parts))
        place, on_line = text.problem(where, problem if isinstance(problem, FieldProblem) else FieldProblem(problem))
        found[place] = on_line
    return found


def _place(row: PostingQuestion) -> PlaceInFile:
    # Which version of the plan a rubric was made with says nothing elsewhere.
    asked = {
        "category": row.category,
        "content": row.content,
        "rubric": Rubric.model_validate(row.rubric_json | {"version": 1}),
    }
    if row.slug is None:
        return OwnPlace.model_validate({"kind": "own", "competency": row.competency, **asked})
    return FiledPlace(
        kind="bank",
        slug=row.slug,
        competency=row.competency,
        pinned=row.is_pinned,
        asked=AskedSo.model_validate(asked),
    )


class _Dumper(yaml.SafeDumper):
    """Writes no aliases, and texts of several lines as such."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if any(sign in text for sign in BREAKS) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _represent)


def _written(file: PostingFile) -> str:
    said = file.model_dump(mode="json", exclude={"plan"}, exclude_none=True)
    if file.plan is not None:
        said["plan"] = [place.model_dump(mode="json", exclude_defaults=True) for place in file.plan]
    return str(yaml.dump(said, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110))
