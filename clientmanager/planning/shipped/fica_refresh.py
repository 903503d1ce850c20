"""Ongoing due diligence on a client who is known already."""

from clientmanager.models.task import Priority
from clientmanager.planning.shipped.people import ADVISER, ASSISTANT, COMPLIANCE, STARTED
from clientmanager.planning.workflow import Definition, Due, FieldKind, FormField, Outcome, Starts, Step

FICA_REFRESH = Definition(
    name="FICA refresh",
    about="Keep what you know of a client true: documents, beneficial owners, screening and risk rating.",
    milestones=(STARTED,),
    roles=(ADVISER, ASSISTANT, COMPLIANCE),
    steps=(
        Step(
            key="ask",
            title="Ask the client what has changed",
            role="assistant",
            description=(
                "Ongoing due diligence keeps client information up to date and the dealings in line with it "
                "(FIC Act, section 21C)."
            ),
            due=Due(offset=2),
            starts=Starts.AT_ONCE,
            checklist=(
                "Ask for changes of name, address, work, tax residence and source of funds",
                "Ask for a new proof of address where your compliance programme asks for it",
                "Ask for a valid identity document where the one on file has expired",
            ),
        ),
        Step(
            key="receive",
            title="Follow up and receive the documents",
            role="assistant",
            due=Due(offset=10),
            outcomes=(
                Outcome("received", "Everything is here", ("verify",)),
                Outcome("silent", "The client does not answer", ("chase",)),
            ),
        ),
        Step(
            key="chase",
            title="Phone the client about the missing documents",
            role="adviser",
            due=Due(offset=15),
            starts=Starts.CALLED,
            priority=Priority.HIGH,
            outcomes=(
                Outcome("received", "Everything is here now", ("verify",)),
                Outcome("refused", "The client does not give them", ("refer",)),
            ),
        ),
        Step(
            key="refer",
            title="Decide whether the relationship can go on",
            role="compliance",
            description=(
                "Where due diligence cannot be done, the business relationship is ended as your compliance programme "
                "says (FIC Act, section 21E). Consider whether a report must be made (section 29)."
            ),
            due=Due(offset=20),
            starts=Starts.CALLED,
            priority=Priority.HIGH,
            fields=(FormField("decision", "What was decided, and why", FieldKind.LINES, required=True),),
        ),
        Step(
            key="verify",
            title="Verify the documents and the beneficial owners",
            role="assistant",
            description=(
                "Verify what has changed. For a company, trust or partnership confirm who owns and controls it now, "
                "and verify anyone new (FIC Act, section 21B). Doubts about what was given before are settled here "
                "(section 21D)."
            ),
            due=Due(offset=15),
            starts=Starts.CALLED,
            checklist=(
                "Verify the identity and, where needed, the address",
                "For an entity or trust: confirm directors, trustees and beneficial owners",
                "File copies with the date on which they were verified",
            ),
            fields=(FormField("verified on", "Verified on", FieldKind.DATE, required=True),),
        ),
        Step(
            key="screen",
            title="Screen again and confirm the risk rating",
            role="compliance",
            description=(
                "Screen against the targeted financial sanctions list and for prominent persons (FIC Act, sections 21F "
                "to 21H), and see whether the rating still fits what the client does."
            ),
            due=Due(offset=18),
            fields=(
                FormField("rating", "Risk rating", FieldKind.CHOICE, required=True, options=("Low", "Medium", "High")),
                FormField("next", "Next refresh by", FieldKind.DATE),
            ),
        ),
    ),
)
