"""The parts that people play in most of the shipped workflows."""

from clientmanager.planning.workflow import START, Milestone, WorkflowRole

STARTED = Milestone(START, "Day of the start")
ADVISER = WorkflowRole("adviser", "Adviser")
ASSISTANT = WorkflowRole("assistant", "Assistant")
COMPLIANCE = WorkflowRole("compliance", "Compliance officer or key individual")
