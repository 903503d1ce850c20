"""A claim, from the client's call to the insurer's decision and, where it is refused, a complaint."""

from clientmanager.models.task import Priority
from clientmanager.planning.shipped.people import ADVISER, ASSISTANT, STARTED
from clientmanager.planning.workflow import (
    Definition,
    Due,
    FieldKind,
    FormField,
    Milestone,
    Outcome,
    Starts,
    Step,
    Unit,
)

CLAIM = Definition(
    name="Claim",
    about="Stand beside a client who claims: notify, gather, follow up, and complain where the claim is refused.",
    milestones=(STARTED, Milestone("decision", "Day of the insurer's decision")),
    roles=(ADVISER, ASSISTANT),
    steps=(
        Step(
            key="notify",
            title="Notify the insurer",
            role="assistant",
            description=(
                "Policies set a time in which an event must be reported, so do this first. Keep proof that it was sent."
            ),
            due=Due(offset=1),
            starts=Starts.AT_ONCE,
            priority=Priority.URGENT,
            checklist=(
                "Check which policies may pay, and whether premiums were up to date on the day of the event",
                "Report the event to each insurer",
                "Get the claim number",
            ),
            fields=(
                FormField("event", "Day of the event", FieldKind.DATE, required=True),
                FormField("claim number", "Claim number", required=True),
                FormField("amount", "Amount claimed", FieldKind.RAND),
            ),
        ),
        Step(
            key="documents",
            title="Gather the documents and send them",
            role="assistant",
            due=Due(offset=5),
            checklist=(
                "Completed and signed claim form",
                "Identity document and bank details of who is to be paid",
                "What the insurer asks for: medical reports, police case number, quotes, photographs",
                "Confirm with the insurer that nothing is missing",
            ),
        ),
        Step(
            key="follow up",
            title="Follow up with the insurer and tell the client where it stands",
            role="assistant",
            due=Due(offset=15),
        ),
        Step(
            key="decision",
            title="Record the insurer's decision",
            role="adviser",
            due=Due(offset=30),
            fields=(FormField("paid", "Amount paid", FieldKind.RAND),),
            outcomes=(
                Outcome("paid", "Paid in full", ("close",), sets="decision"),
                Outcome("paid in part", "Paid in part", ("reasons",), sets="decision"),
                Outcome("repudiated", "Repudiated", ("reasons",), sets="decision"),
                Outcome("withdrawn", "The client withdrew it", ends=True),
            ),
        ),
        Step(
            key="reasons",
            title="Go through the insurer's reasons with the client",
            role="adviser",
            description=(
                "The insurer must give its reasons in writing, and say how and by when the client can ask it to look "
                "at the decision again. Write that day down: it is the first one that counts."
            ),
            due=Due("decision", 3),
            starts=Starts.CALLED,
            priority=Priority.HIGH,
            fields=(
                FormField("answer by", "Last day for representations to the insurer", FieldKind.DATE, required=True),
            ),
            outcomes=(
                Outcome("accepted", "The client accepts the decision", ("close",)),
                Outcome("disputed", "The client disputes it", ("representations",)),
            ),
        ),
        Step(
            key="representations",
            title="Make representations to the insurer",
            role="adviser",
            due=Due("decision", 15),
            starts=Starts.CALLED,
            priority=Priority.HIGH,
            outcomes=(
                Outcome("reversed", "The insurer pays after all", ("close",)),
                Outcome("upheld", "The insurer stays with its decision", ("ombud",)),
            ),
        ),
        Step(
            key="ombud",
            title="Help the client to complain to the right ombud",
            role="adviser",
            description=(
                "A complaint about an insurer's decision goes to the National Financial Ombud Scheme. A complaint "
                "about financial advice or service goes to the FAIS Ombud, within six months of the provider's final "
                "answer. A complaint about a pension fund goes to the Pension Funds Adjudicator. Each says on its "
                "website what it takes and by when; a complaint costs the client nothing. Where the complaint is "
                "about this practice, hand it to the compliance officer instead."
            ),
            due=Due("decision", 120, Unit.CALENDAR),
            starts=Starts.CALLED,
            priority=Priority.HIGH,
            checklist=(
                "Gather the correspondence",
                "Help the client to fill in the complaint",
                "Keep the reference number",
            ),
            fields=(FormField("reference", "The ombud's reference number", required=True),),
        ),
        Step(
            key="close",
            title="Close the claim with the client",
            role="assistant",
            due=Due("decision", 5),
            starts=Starts.CALLED,
            checklist=(
                "Confirm that the money arrived where some was paid",
                "See whether the cover must change",
                "File it",
            ),
        ),
    ),
)
