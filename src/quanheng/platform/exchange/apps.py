from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from quanheng.platform.common import sentences
from quanheng.platform.common.files.guards import guards
from quanheng.platform.common.roles import Role
from quanheng.platform.common.ticking import due
from quanheng.platform.common.ui import navigation
from quanheng.platform.exchange.journal_kinds import KINDS
from quanheng.platform.library import hooks as library

HERE = "quanheng.platform.exchange"
DUE = {
    "lapse": "services.standing.lapse_returned",
    "registration": "services.closing.close_registrations",
    "lots": "services.bidding.announce_waiting_lots",
    "results": "services.results.record_results",
    "deposits": "services.results.release_deposits",
    "publicity": "services.results.end_publicities",
    "reports": "services.standing.suspend_without_report",
}


class ExchangeConfig(AppConfig):
    name = HERE
    label = "exchange"

    def ready(self) -> None:
        sentences.register(KINDS)
        for key, function in DUE.items():
            due.register(f"{HERE}.{function}", f"exchange.{key}")
        guards.register(f"{HERE}.access.reads_paper", "listing_paper")
        guards.register(f"{HERE}.access.reads_contract", "deal_contract")
        library.withdrawal_stops.register(f"{HERE}.access.keeps_in_library", "exchange")
        library.next_actions.register(f"{HERE}.access.library_actions", "exchange")
        office = {Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR}
        traders = office | {Role.OWNER, Role.BUYER}
        watchers = traders | {Role.PUBLIC, Role.INVESTOR, Role.TECHNOLOGY_MANAGER}
        navigation.register(_("Listings"), "exchange:listings", watchers, icon="arrows-exchange", order=60)
        navigation.register(_("Deposits"), "exchange:deposits", office | {Role.BUYER}, icon="cash", order=62)
        navigation.register(_("Deals"), "exchange:deals", traders, icon="heart-handshake", order=64)
