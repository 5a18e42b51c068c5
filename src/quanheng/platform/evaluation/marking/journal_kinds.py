KINDS = {
    "marking.opened": "%(count)s score sheets were opened",
    "marking.sheet_read": "Marks were taken over from a filled-in workbook",
    "marking.submitted": "A score sheet was submitted",
    "marking.recused": "An expert stepped aside from scoring",
    "marking.late_allowed": "Sheet %(code)s may be handed in late: %(reason)s",
    "evaluation.result_computed": "The result was computed from %(sheets)s score sheets",
}
