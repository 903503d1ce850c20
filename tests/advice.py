"""A record of advice with every section, as tests write it."""

from typing import Any

WHOLE: dict[str, Any] = {
    "needs": "Retire at 60 with R30 000 a month in today's money.",
    "circumstances": "Earns R62 000 a month; owes R1 100 000 on the house; two children at school.",
    "risk": "Moderate: scored 54 of 100, and slept badly in March 2020.",
    "experience": "Has held a unit trust for nine years; new to annuities.",
    "products": [
        {"key": "0a0a0a0a", "provider": "Allan Gray", "product": "Retirement annuity", "why": "Low cost."},
        {"key": "0b0b0b0b", "provider": "Sanlam", "product": "Cumulus", "why": "The client asked about it."},
    ],
    "recommendation": "R4 500 a month into the Allan Gray retirement annuity, balanced fund.",
    "suits": "It reaches the target at 6% real growth and is the cheaper of the two.",
    "replaces": "no",
    "charged": "yes",
    "fees": [
        {
            "key": "0c0c0c0c", "what": "Advice", "amount": "2500.00", "often": "once", "kind": "initial",
            "paid_to": "Acacia Wealth",
        }
    ],
    "warnings": "The value can fall. Estate duty was not looked at.",
    "declined": "Income protection; the risk was explained.",
    "conclusion": "The client accepts. The debit order begins on 1 January.",
}  # fmt: skip
