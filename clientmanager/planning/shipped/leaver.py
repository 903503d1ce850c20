"""When a colleague leaves the practice."""

from clientmanager.models.task import Priority
from clientmanager.planning.shipped.people import ASSISTANT, COMPLIANCE, STARTED
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
    WorkflowRole,
)

LEAVER = Definition(
    name="Leaver",
    about="Let a colleague go in good order: clients and tasks handed over, access ended, registers up to date.",
    for_client=False,
    milestones=(STARTED, Milestone("last day", "Last day at work")),
    roles=(
        WorkflowRole("manager", "Manager of who leaves"),
        WorkflowRole("successor", "Who takes the clients over"),
        ASSISTANT,
        COMPLIANCE,
    ),
    steps=(
        Step(
            key="plan",
            title="Decide who takes over which clients and tasks",
            role="manager",
            due=Due(offset=3),
            starts=Starts.AT_ONCE,
            fields=(FormField("leaver", "Who leaves", required=True),),
        ),
        Step(
            key="hand over",
            title="Hand over the clients, the open tasks and the running workflows",
            role="successor",
            due=Due("last day", -5),
            checklist=(
                "Go through every client with something open",
                "Check that nothing is kept in personal e-mail, phones or notebooks only",
                "Take over appointments and reviews that are booked",
            ),
        ),
        Step(
            key="tell clients",
            title="Tell the clients who looks after them now",
            role="successor",
            due=Due("last day", -2),
        ),
        Step(
            key="access",
            title="End every access",
            role="assistant",
            due=Due("last day", 0),
            starts=Starts.AT_ONCE,
            priority=Priority.URGENT,
            checklist=(
                "Deactivate the user here, which ends their sessions and hands over what is left",
                "E-mail, telephone and files",
                "The portals of product suppliers",
                "Collect keys, laptop, phone and client papers",
            ),
        ),
        Step(
            key="representative",
            title="Find out whether the leaver is a representative or key individual",
            role="compliance",
            description=(
                "A representative who leaves in good standing is removed from the register. One who no longer meets "
                "the fit and proper requirements, or has contravened the FAIS Act in a material way, must be debarred "
                "after a fair procedure (FAIS Act, section 14)."
            ),
            due=Due("last day", 0),
            starts=Starts.AT_ONCE,
            priority=Priority.HIGH,
            outcomes=(
                Outcome("remove", "Representative, to be removed from the register", ("register",)),
                Outcome("debar", "Representative, debarment to be considered", ("debar", "register")),
                Outcome("neither", "Neither representative nor key individual", ("settle",)),
            ),
        ),
        Step(
            key="debar",
            title="Consider debarment",
            role="compliance",
            description=(
                "Debarment has its own procedure, and short periods in which the person is heard and the FSCA is told "
                "(FAIS Act, section 14). Take advice from the compliance officer before deciding, and write the "
                "reasons down."
            ),
            due=Due("last day", 2),
            starts=Starts.CALLED,
            priority=Priority.URGENT,
            fields=(FormField("decision", "What was decided, and why", FieldKind.LINES, required=True),),
        ),
        Step(
            key="register",
            title="Bring the register of representatives up to date with the FSCA",
            role="compliance",
            description=(
                "Debar or remove from the register. The conditions of a licence give a short time, generally 15 days, "
                "to tell the FSCA. If a key individual leaves, see at once whether the licence still has one for "
                "every class of business."
            ),
            due=Due("last day", 10, Unit.CALENDAR),
            starts=Starts.CALLED,
            priority=Priority.HIGH,
            checklist=(
                "Update the practice's own register",
                "Update the FSCA's register",
                "Tell the product suppliers",
            ),
            fields=(FormField("updated on", "FSCA told on", FieldKind.DATE, required=True),),
        ),
        Step(
            key="settle",
            title="Settle what is owed and give the certificate of service",
            role="manager",
            due=Due("last day", 5),
        ),
    ),
)
