"""The limit sheet: what a request would come to, before it passes a limit of the person's."""

from __future__ import annotations

from pairtui.session.spending import Over
from pairtui.tui.screens.choosing import ChoiceSheet
from pairtui.tui.screens.sheet import Option


def limit_sheet(over: Over) -> ChoiceSheet:
    """Return the sheet; its answer is "send" where it is to be sent all the same."""
    rows = [
        Option("Do not send it", "", "your words come back"),
        Option("Send it all the same", "send"),
    ]
    says = (*over.says, "An answer as long as those before is in it. /cost has what was spent.")
    return ChoiceSheet("This would pass a limit of yours", rows, says=says)
