"""When a client has died: first the family, then insurers, funds and the estate."""

from clientmanager.models.task import Priority
from clientmanager.planning.shipped.people import ADVISER, ASSISTANT, STARTED
from clientmanager.planning.workflow import Definition, Due, FieldKind, FormField, Milestone, Outcome, Starts, Step

DEATH = Definition(
    name="Death of a client",
    about="Help the family: notify insurers and funds, support dependants and the executor, and close the file.",
    milestones=(STARTED, Milestone("letters", "Day of the executor's letters")),
    roles=(ADVISER, ASSISTANT),
    steps=(
        Step(
            key="condolence",
            title="Phone the family",
            role="adviser",
            description=(
                "Say what happens next and what they need not worry about now. Ask nobody for documents in this call."
            ),
            due=Due(offset=1),
            starts=Starts.AT_ONCE,
            priority=Priority.HIGH,
            checklist=(
                "Stop every reminder and birthday message to the client",
                "Find out whom to speak to from now on",
            ),
            fields=(FormField("contact", "Whom to speak to, and their number", required=True),),
        ),
        Step(
            key="certificate",
            title="Get the death certificate and the will",
            role="assistant",
            description=(
                "Get a certified copy of the death certificate. Insurers may also ask for the notice of death that the "
                "doctor signed. Find out where the original will is and who is named as executor."
            ),
            due=Due(offset=7),
            fields=(FormField("date of death", "Date of death", FieldKind.DATE, required=True),),
        ),
        Step(
            key="policies",
            title="Notify insurers and list what pays to whom",
            role="assistant",
            description=(
                "A policy with a nominated beneficiary pays them and does not wait for the estate; without "
                "one it goes to the estate."
            ),
            due=Due(offset=10),
            starts=Starts.AT_ONCE,
            checklist=(
                "Life and funeral policies",
                "Group cover from the employer",
                "Investments, annuities and their nominated beneficiaries",
                "Cessions to banks or others",
                "Stop debit orders on policies that end",
            ),
        ),
        Step(
            key="claims",
            title="Help the beneficiaries to claim",
            role="assistant",
            due=Due(offset=15),
            checklist=(
                "Claim forms for each policy",
                "Identity documents and bank details",
                "Follow up until each is paid",
            ),
            fields=(FormField("paid", "Paid in total", FieldKind.RAND),),
        ),
        Step(
            key="funds",
            title="Notify pension, provident, preservation and annuity funds",
            role="adviser",
            description=(
                "The trustees of a fund decide who receives a death benefit: they must find the dependants and weigh "
                "their needs, and a nomination guides them without binding them (Pension Funds Act, section 37C). Help "
                "the family to tell the fund about everyone who depended on the client."
            ),
            due=Due(offset=10),
            starts=Starts.AT_ONCE,
            outcomes=(
                Outcome("funds", "There is a fund benefit", ("dependants",)),
                Outcome("no funds", "There is none"),
            ),
        ),
        Step(
            key="dependants",
            title="Send the fund what it needs about dependants",
            role="adviser",
            due=Due(offset=30),
            starts=Starts.CALLED,
            checklist=(
                "Spouse or life partner, children and others who were supported",
                "Proof of how each was supported",
                "The client's nomination form",
                "Ask the trustees in writing for their decision and its reasons",
            ),
        ),
        Step(
            key="estate",
            title="Find out how the estate is administered",
            role="adviser",
            description=(
                "The estate is reported to the Master of the High Court, who gives letters of executorship, or a "
                "letter of authority for a small estate. Only who holds these may give instructions about what the "
                "client owned."
            ),
            due=Due(offset=15),
            starts=Starts.AT_ONCE,
            fields=(FormField("executor", "Executor, and how to reach them", required=True),),
        ),
        Step(
            key="letters",
            title="Receive the executor's letters",
            role="assistant",
            due=Due(offset=60),
            outcomes=(
                Outcome("received", "Received", ("executor",), sets="letters"),
                Outcome("not needed", "There is no estate to report"),
            ),
        ),
        Step(
            key="executor",
            title="Give the executor values at the date of death",
            role="assistant",
            due=Due("letters", 10),
            starts=Starts.CALLED,
            checklist=(
                "Verify the executor's identity",
                "Values at the date of death",
                "Tax certificates",
                "Outstanding claims",
            ),
        ),
        Step(
            key="survivors",
            title="Meet the surviving spouse or heirs about their own plans",
            role="adviser",
            description="What they receive may change what they need. Wait until they are ready.",
            due=Due("letters", 30),
        ),
    ),
)
