"""Bidding as a log of events: `decide` what a command comes to, `apply` it, `replay` the whole.

Pure: no clock, no I/O, no random. The live engine, the hall and the replay tool all run this.
"""

from quanheng.methods.bidding.amounts import EPOCH as EPOCH
from quanheng.methods.bidding.amounts import from_fen as from_fen
from quanheng.methods.bidding.amounts import instant_from_text as instant_from_text
from quanheng.methods.bidding.amounts import instant_text as instant_text
from quanheng.methods.bidding.amounts import to_fen as to_fen
from quanheng.methods.bidding.closing import next_due as next_due
from quanheng.methods.bidding.codec import event_from_data as event_from_data
from quanheng.methods.bidding.codec import event_from_json as event_from_json
from quanheng.methods.bidding.codec import event_to_data as event_to_data
from quanheng.methods.bidding.codec import event_to_json as event_to_json
from quanheng.methods.bidding.codec import terms_from_data as terms_from_data
from quanheng.methods.bidding.codec import terms_hash as terms_hash
from quanheng.methods.bidding.codec import terms_to_data as terms_to_data
from quanheng.methods.bidding.command_data import command_from_data as command_from_data
from quanheng.methods.bidding.command_data import command_to_data as command_to_data
from quanheng.methods.bidding.commands import *  # noqa: F403 - the commands are the vocabulary of this room
from quanheng.methods.bidding.contest import contest as contest
from quanheng.methods.bidding.contest import need as need
from quanheng.methods.bidding.events import *  # noqa: F403 - so are the events
from quanheng.methods.bidding.offers import Allowed as Allowed
from quanheng.methods.bidding.offers import allowed as allowed
from quanheng.methods.bidding.offers import position as position
from quanheng.methods.bidding.rules import decide as decide
from quanheng.methods.bidding.rules import judge as judge
from quanheng.methods.bidding.rules import refuse as refuse
from quanheng.methods.bidding.sealed import bid_commitment as bid_commitment
from quanheng.methods.bidding.state import LotResult as LotResult
from quanheng.methods.bidding.state import LotState as LotState
from quanheng.methods.bidding.state import announce as announce
from quanheng.methods.bidding.state import apply as apply
from quanheng.methods.bidding.state import replay as replay
from quanheng.methods.bidding.terms import LotTerms as LotTerms
from quanheng.methods.bidding.texts import PHASES as PHASES
from quanheng.methods.bidding.texts import POSITIONS as POSITIONS
from quanheng.methods.bidding.texts import REFUSALS as REFUSALS
from quanheng.methods.bidding.texts import RESULTS as RESULTS
from quanheng.methods.bidding.texts import refusal_values as refusal_values
