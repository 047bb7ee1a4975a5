"""The write side in the admin."""

from tokens.admin.audit import OperatorCommandAdmin
from tokens.admin.certificates import PartnerCertificateAdmin
from tokens.admin.dead_letters import DeadLetterAdmin
from tokens.admin.event_log import EventAdmin
from tokens.admin.messages import MessageAdmin
from tokens.admin.vault import LotAdmin

__all__ = [
    "DeadLetterAdmin",
    "EventAdmin",
    "LotAdmin",
    "MessageAdmin",
    "OperatorCommandAdmin",
    "PartnerCertificateAdmin",
]
