"""From a workbook to a report, with a client that is generated from the description: everything here is checked against its types."""

import sys
from pathlib import Path
from typing import Any, TypeVar

from tasuki_client import AuthenticatedClient
from tasuki_client.api.answers import patch_assessment_answer
from tasuki_client.api.assessments import (
    get_assessment,
    get_assessment_export_pdf,
    get_import,
    post_assessments,
    post_import_commit,
    post_imports,
)
from tasuki_client.api.tasks import get_assessment_gaps
from tasuki_client.models import (
    AnswerBody,
    AssessmentBody,
    ChangeBody,
    CommitBody,
    ImportBody,
    ImportForm,
    NewBody,
    ProblemBody,
    Status,
    TreeBody,
)
from tasuki_client.types import File, Response

T = TypeVar("T")


def got(wanted: type[T], response: Response[Any]) -> T:
    """What came back, or the end of it all."""
    if not isinstance(response.parsed, wanted):
        raise SystemExit(f"{response.status_code}: {response.content!r} is no {wanted.__name__}")
    return response.parsed


def main(base: str, token: str, organization: str, workbook: Path) -> None:
    client = AuthenticatedClient(base, token.removeprefix("Bearer "))
    new = NewBody(edition="scs-2026-03", level=4, title="Python")
    made = got(AssessmentBody, post_assessments.sync_detailed(organization, client=client, body=new))
    with workbook.open("rb") as file:
        form = ImportForm(file=File(file, workbook.name))
        read = got(ImportBody, post_imports.sync_detailed(organization, client=client, body=form))
    met = sum(1 for one in read.answers if one.answer.status == Status.MET)
    assert met > 0, read.problems
    preview = got(ImportBody, get_import.sync_detailed(organization, read.id, client=client, into=made.id))
    assert preview.changes and preview.changes[0].old.status == Status.UNANSWERED, preview
    commit = CommitBody(into=made.id, seen=preview.seen)
    got(AssessmentBody, post_import_commit.sync_detailed(organization, read.id, client=client, body=commit))

    tree = got(TreeBody, get_assessment.sync_detailed(organization, made.id, client=client))
    assert tree.figures.met == met, f"{met} answers are met in the file, {tree.figures.met} in the assessment"
    gaps = got(list, get_assessment_gaps.sync_detailed(organization, made.id, client=client))
    assert len(gaps) == tree.figures.total - tree.figures.satisfied, "every open criterion is a gap"

    first = tree.answers[0]
    late = patch_assessment_answer.sync_detailed(
        organization, made.id, first.criterion, client=client, body=ChangeBody(note="too late"), if_match='"0"'
    )
    conflict = got(ProblemBody, late)
    assert late.status_code == 412 and isinstance(conflict.current, AnswerBody), conflict
    assert conflict.current.confirmed_on == first.confirmed_on and conflict.current.version == first.version, conflict

    report = got(File, get_assessment_export_pdf.sync_detailed(organization, made.id, client=client))
    assert report.payload.read(5) == b"%PDF-", "no PDF"
    print(f"Python: {met} answers met, {len(gaps)} gaps, a report")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4]))
