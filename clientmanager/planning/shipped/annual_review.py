"""The meeting once a year, and what goes before and after it."""

from clientmanager.planning.shipped.people import ADVISER, ASSISTANT, STARTED
from clientmanager.planning.workflow import Definition, Due, FieldKind, FormField, Milestone, Outcome, Starts, Step

ANNUAL_REVIEW = Definition(
    name="Annual review",
    about="Prepare the review, hold it, and carry out what was agreed.",
    milestones=(STARTED, Milestone("review", "Day of the review meeting")),
    roles=(ADVISER, ASSISTANT),
    steps=(
        Step(
            key="invite",
            title="Agree the day of the review with the client",
            role="assistant",
            due=Due(offset=3),
            starts=Starts.AT_ONCE,
            checklist=(
                "Agree day, place and who attends",
                "Confirm in writing",
                "Ask what the client wants to discuss",
            ),
        ),
        Step(
            key="gather",
            title="Gather values, schedules and statements",
            role="assistant",
            due=Due("review", -10),
            starts=Starts.AT_ONCE,
            checklist=(
                "Ask product suppliers for current values and policy schedules",
                "Check that the contact details and beneficiary nominations on file are current",
                "Check that the FICA documents on file are current",
            ),
        ),
        Step(
            key="prepare",
            title="Prepare the review",
            role="adviser",
            description=(
                "Compare what the client has with what they need now: cover, retirement, investments, debt, a will and "
                "tax. A change of product is advice and needs a suitability analysis (FAIS General Code of Conduct, "
                "section 8)."
            ),
            due=Due("review", -3),
        ),
        Step(
            key="meet",
            title="Hold the review meeting",
            role="adviser",
            due=Due("review", 0),
            checklist=(
                "Changes in family, work, income, health or plans",
                "Existing cover and investments",
                "Beneficiaries and will",
                "Fees and the service agreed",
            ),
            fields=(FormField("changes", "What has changed for the client", FieldKind.LINES),),
            outcomes=(
                Outcome("advice", "Changes were advised", ("advise",)),
                Outcome("no change", "Nothing changes", ("confirm",)),
                Outcome("not held", "It was not held", ("again",)),
            ),
        ),
        Step(
            key="again",
            title="Agree another day and start the review anew",
            role="assistant",
            due=Due("review", 5),
            starts=Starts.CALLED,
        ),
        Step(
            key="advise",
            title="Write the record of advice",
            role="adviser",
            description=(
                "Say what was recommended and why, and what the client decided; give them a copy (FAIS General Code of "
                "Conduct, section 9)."
            ),
            due=Due("review", 5),
            starts=Starts.CALLED,
            fields=(FormField("given on", "Copy given to the client on", FieldKind.DATE, required=True),),
        ),
        Step(
            key="carry out",
            title="Carry out the changes with the product suppliers",
            role="assistant",
            due=Due("review", 10),
            checklist=("Send the signed instructions", "Follow up until each is confirmed", "Tell the client"),
        ),
        Step(
            key="confirm",
            title="Send the client a summary of the review",
            role="assistant",
            due=Due("review", 5),
            starts=Starts.CALLED,
        ),
    ),
)
