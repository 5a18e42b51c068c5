"""Technical performance lead 技术性能领先度: measured parameters against named rivals (scoring.md 6).

The lead is the smallest one over any counted rival in scope: the strongest real rival decides, not a
composite of everyone's best. It never depends on the other achievements of a campaign.
"""

from quanheng.methods.scoring.lead.comparison import performance_lead
from quanheng.methods.scoring.lead.records import Comparator, LeadParameter, LeadResult, Standing

__all__ = ["Comparator", "LeadParameter", "LeadResult", "Standing", "performance_lead"]
