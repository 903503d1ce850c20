"""The Reflex app: its error boundary, its gate, its pages."""

import reflex as rx
from reflex.app import default_error_boundary

from clientmanager.components.connection import connection_lost
from clientmanager.components.theme import STYLESHEETS, head_components, toaster
from clientmanager.http import transformer
from clientmanager.pages.advice import advice
from clientmanager.pages.audit import audit
from clientmanager.pages.backups import backups
from clientmanager.pages.capture import capture
from clientmanager.pages.client import client
from clientmanager.pages.clients import clients
from clientmanager.pages.imports import imports
from clientmanager.pages.interaction_search import interaction_search
from clientmanager.pages.interaction_templates import interaction_templates
from clientmanager.pages.meeting_brief import meeting_brief
from clientmanager.pages.notices import notices, notices_digest
from clientmanager.pages.opportunities import opportunities
from clientmanager.pages.opportunity_list import opportunity_list
from clientmanager.pages.opportunity_settings import opportunity_settings
from clientmanager.pages.review_list import review_list
from clientmanager.pages.review_settings import review_settings
from clientmanager.pages.settings import settings
from clientmanager.pages.task_calendar import task_calendar
from clientmanager.pages.task_day import task_day
from clientmanager.pages.task_list import task_list
from clientmanager.pages.tasks import tasks
from clientmanager.pages.timeline import timeline
from clientmanager.pages.work_report import work_report
from clientmanager.pages.workflow_editor import workflow_editor
from clientmanager.pages.workflow_list import workflow_list
from clientmanager.state.advice import AdviceRecord
from clientmanager.state.audit import Audit
from clientmanager.state.backups import Backups
from clientmanager.state.base import Gate, browser_said, said
from clientmanager.state.board_settings import BoardSettings
from clientmanager.state.capture import Capture
from clientmanager.state.client_advice import ClientAdvice
from clientmanager.state.client_beside import ClientBeside
from clientmanager.state.client_brief import ClientBrief
from clientmanager.state.client_filters import ClientFilters
from clientmanager.state.client_history import ClientHistory
from clientmanager.state.client_list import ClientList
from clientmanager.state.client_opportunities import ClientOpportunities
from clientmanager.state.client_page import ClientRecord
from clientmanager.state.client_review import ClientReview
from clientmanager.state.client_tasks import ClientTasks
from clientmanager.state.client_workflows import ClientWorkflows
from clientmanager.state.doorkeeper import keep_the_door
from clientmanager.state.imports import Imports
from clientmanager.state.interaction_search import InteractionSearch
from clientmanager.state.interaction_templates import InteractionTemplates
from clientmanager.state.live import keep_up_to_date
from clientmanager.state.notices import Notices
from clientmanager.state.opportunity_board import OpportunityBoard
from clientmanager.state.opportunity_list import OpportunityList
from clientmanager.state.opportunity_settings import OpportunitySettings
from clientmanager.state.opportunity_sheet import OpportunitySheet
from clientmanager.state.practice_days import PracticeDays
from clientmanager.state.record_interaction import RecordInteraction
from clientmanager.state.review_list import ReviewList
from clientmanager.state.review_settings import ReviewSettings
from clientmanager.state.review_sheet import ReviewSheet
from clientmanager.state.settings import Settings
from clientmanager.state.task_board import TaskBoard
from clientmanager.state.task_calendar import TaskCalendar
from clientmanager.state.task_day import TaskDay
from clientmanager.state.task_list import TaskList
from clientmanager.state.task_sheet import TaskSheet
from clientmanager.state.teams import Teams
from clientmanager.state.timelines import ClientTimeline, PracticeTimeline
from clientmanager.state.work_report import WorkReport
from clientmanager.state.workflow_editor import WorkflowEditor
from clientmanager.state.workflow_list import WorkflowList
from clientmanager.state.workflow_settings import WorkflowSettings
from clientmanager.wire import write_quickly

app = rx.App(
    stylesheets=STYLESHEETS,
    head_components=head_components(),
    toaster=toaster(),
    html_lang="en-ZA",
    app_wraps={
        (55, "ErrorBoundary"): lambda _stateful: default_error_boundary(),
        (5, "ConnectionLost"): lambda _stateful: connection_lost(),
    },
    backend_exception_handler=said,
    frontend_exception_handler=browser_said,
    api_transformer=transformer,
)
app.add_middleware(Gate())
keep_the_door(app)
write_quickly(app)
app.register_lifespan_task(keep_up_to_date)

app.add_page(clients, "/clients", title="Clients", on_load=[ClientList.load, ClientFilters.describe])
app.add_page(
    client,
    "/clients/[client_id]",
    title="Client",
    on_load=[
        ClientRecord.load,
        ClientBeside.load,
        ClientTimeline.load,
        ClientTasks.load,
        ClientWorkflows.load,
        ClientReview.load,
        ClientAdvice.load,
        TaskSheet.load,
        ReviewSheet.load,
        ClientOpportunities.load,
        OpportunitySheet.load,
        ClientHistory.load,
        RecordInteraction.load,
    ],
)
app.add_page(meeting_brief, "/clients/[client_id]/brief", title="Meeting brief", on_load=ClientBrief.load)
app.add_page(advice, "/clients/[client_id]/advice/[advice_id]", title="Record of advice", on_load=AdviceRecord.load)
app.add_page(tasks, "/tasks", title="Tasks", on_load=[TaskBoard.load, TaskSheet.load])
app.add_page(work_report, "/tasks/overview", title="Tasks", on_load=[WorkReport.load, TaskSheet.load])
app.add_page(task_list, "/tasks/list", title="Tasks", on_load=[TaskList.load, TaskSheet.load])
app.add_page(task_calendar, "/tasks/calendar", title="Tasks", on_load=[TaskCalendar.load, TaskSheet.load])
app.add_page(task_day, "/tasks/day", title="My day", on_load=[TaskDay.load, TaskSheet.load])
app.add_page(workflow_list, "/tasks/workflows", title="Workflows", on_load=[WorkflowList.load, TaskSheet.load])
app.add_page(review_list, "/reviews", title="Reviews", on_load=[ReviewList.load, ReviewSheet.load])
app.add_page(
    opportunities, "/opportunities", title="Opportunities", on_load=[OpportunityBoard.load, OpportunitySheet.load]
)
app.add_page(
    opportunity_list,
    "/opportunities/list",
    title="Opportunities",
    on_load=[OpportunityList.load, OpportunitySheet.load],
)
app.add_page(notices, "/notices", title="Notices", on_load=Notices.load)
app.add_page(notices_digest, "/notices/digest", title="Digest", on_load=Notices.load_digest)
app.add_page(interaction_search, "/search", title="Search", on_load=InteractionSearch.load)
app.add_page(timeline, "/timeline", title="Timeline", on_load=[PracticeTimeline.load, RecordInteraction.load])
app.add_page(capture, "/timeline/capture", title="Bring in e-mails and chats", on_load=Capture.load)
app.add_page(imports, "/import", title="Import", on_load=Imports.load)
app.add_page(backups, "/backups", title="Backups", on_load=Backups.load)
app.add_page(audit, "/audit", title="Audit", on_load=Audit.load)
app.add_page(
    settings,
    "/settings",
    title="Settings",
    on_load=[Settings.load, BoardSettings.load, Teams.load, PracticeDays.load, WorkflowSettings.load],
)
app.add_page(interaction_templates, "/settings/templates", title="Templates", on_load=InteractionTemplates.load)
app.add_page(workflow_editor, "/settings/workflows/[template_id]", title="Workflow", on_load=WorkflowEditor.load)
app.add_page(review_settings, "/settings/reviews", title="Reviews", on_load=ReviewSettings.load)
app.add_page(
    opportunity_settings, "/settings/opportunities", title="Stages of opportunities", on_load=OpportunitySettings.load
)
