"""How sending a mail can fail; what matters is whether it may have gone out.

MailTrouble
    MailDeferred     it plainly did not go out; trying again may help
    MailRefused      it plainly did not go out, and never will
    MailUncertain    it may have gone out
"""

from __future__ import annotations


class MailTrouble(Exception):
    """The mail was not accepted for sure."""


class MailDeferred(MailTrouble):
    """It plainly did not go out; trying again may help."""


class MailRefused(MailTrouble):
    """It plainly did not go out, and never will."""


class MailUncertain(MailTrouble):
    """It may have gone out: the answer to the whole message never came."""
