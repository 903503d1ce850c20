"""From the first meeting to a client whose file stands up to an inspection."""

from clientmanager.models.task import Priority
from clientmanager.planning.shipped.people import ADVISER, ASSISTANT, COMPLIANCE, STARTED
from clientmanager.planning.workflow import Definition, Due, FieldKind, FormField, Milestone, Outcome, Starts, Step

NEW_CLIENT = Definition(
    name="New client",
    about="Take a client on: disclosure and mandate, FICA, needs analysis, advice and its record.",
    milestones=(STARTED, Milestone("meeting", "Day of the first meeting")),
    roles=(ADVISER, ASSISTANT, COMPLIANCE),
    steps=(
        Step(
            key="welcome",
            title="Send the disclosure, the mandate and the privacy notice",
            role="assistant",
            description=(
                "The client must know who advises them before they are advised: the practice's licence, what it may "
                "advise on, its fees, and any conflict of interest (FAIS General Code of Conduct, sections 3A, 4, 5 "
                "and 7). The privacy notice says what personal information is collected and why (POPIA, section 18)."
            ),
            due=Due("meeting", -3),
            starts=Starts.AT_ONCE,
            checklist=(
                "Send the disclosure letter with the licence number and the complaints procedure",
                "Send the mandate or letter of appointment to sign",
                "Send the privacy notice",
                "Ask for the identity document and, where your compliance programme asks for it, proof of address",
                "Ask for consent to get policy information from product suppliers",
            ),
        ),
        Step(
            key="identify",
            title="Identify and verify the client",
            role="assistant",
            description=(
                "Establish and verify who the client is before the business relationship begins (FIC Act, section 21), "
                "and learn what the relationship is for and where the money comes from (section 21A). For a company, "
                "trust or partnership also find and verify the beneficial owners (section 21B). Keep copies of what "
                "was looked at (section 22)."
            ),
            due=Due("meeting", 2),
            starts=Starts.AT_ONCE,
            priority=Priority.HIGH,
            checklist=(
                "Check the identity document against the person, or the registration papers against the register",
                "Verify the address where your compliance programme asks for it",
                "Note the source of funds and the purpose of the relationship",
                "For an entity or trust: list the beneficial owners and verify each",
            ),
            fields=(
                FormField("verified with", "Verified with", required=True),
                FormField("source of funds", "Source of funds", required=True),
            ),
            outcomes=(
                Outcome("verified", "Verified", ("risk",)),
                Outcome("not verified", "Could not be verified", ("decline",)),
            ),
        ),
        Step(
            key="decline",
            title="Decide whether to decline the client",
            role="compliance",
            description=(
                "Who cannot be identified and verified may not be served (FIC Act, section 21E). Consider whether a "
                "suspicious transaction report must be made (section 29), and do not tell the client about one."
            ),
            due=Due(offset=10),
            starts=Starts.CALLED,
            priority=Priority.HIGH,
            fields=(FormField("reasons", "Reasons", FieldKind.LINES, required=True),),
            outcomes=(
                Outcome("declined", "Declined", ends=True),
                Outcome("verified after all", "Verified after all", ("risk",)),
            ),
        ),
        Step(
            key="risk",
            title="Screen the client and rate the risk",
            role="compliance",
            description=(
                "Screen against the targeted financial sanctions list, and for politically exposed or prominent "
                "influential persons, their families and close associates (FIC Act, sections 21F to 21H). Rate the "
                "risk as your risk management and compliance programme says (section 42)."
            ),
            due=Due("meeting", 4),
            starts=Starts.CALLED,
            checklist=("Screen against the sanctions list", "Screen for prominent persons", "File the results"),
            fields=(
                FormField("rating", "Risk rating", FieldKind.CHOICE, required=True, options=("Low", "Medium", "High")),
                FormField("approved by", "Approved by senior management, where the risk is high"),
            ),
        ),
        Step(
            key="needs",
            title="Analyse what the client needs",
            role="adviser",
            description=(
                "Gather what the client has, owes, earns, wants and is willing to risk, and analyse it before "
                "recommending anything (FAIS General Code of Conduct, section 8)."
            ),
            due=Due("meeting", 7),
            checklist=(
                "Gather the existing policies and investments",
                "Complete the financial needs analysis",
                "Complete the risk profile",
                "Note what the client did not want to disclose or discuss",
            ),
        ),
        Step(
            key="advice",
            title="Present the advice",
            role="adviser",
            description=(
                "Recommend what suits the analysis, with costs, risks and, where a product is replaced, what is lost."
            ),
            due=Due("meeting", 15),
            outcomes=(
                Outcome("accepted", "Accepted, in whole or in part", ("apply", "record")),
                Outcome("declined", "The client took no advice", ("record",)),
            ),
        ),
        Step(
            key="apply",
            title="Send the applications to the product suppliers",
            role="assistant",
            due=Due("meeting", 20),
            starts=Starts.CALLED,
            checklist=(
                "Check that every form is complete and signed",
                "Send the applications",
                "Send the replacement advice record where a product is replaced",
                "Confirm to the client what was issued",
            ),
        ),
        Step(
            key="record",
            title="File the record of advice and give the client a copy",
            role="adviser",
            description=(
                "The record says what was looked at, what was recommended and why, and what the client chose instead "
                "where they differed (FAIS General Code of Conduct, section 9)."
            ),
            due=Due("meeting", 20),
            starts=Starts.CALLED,
            fields=(FormField("given on", "Copy given to the client on", FieldKind.DATE, required=True),),
        ),
    ),
)
