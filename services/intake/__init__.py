"""Intake: takes complaints from any channel and keeps what was said, wished, understood and done.

Owns: customers; complaints with their additions, attachments, links, statements, questions and recaps; contacts,
acknowledgements, apologies, offers and resolutions; investigations and root causes.
Events in: routing.case.assigned; followup.solution.confirmed, .denied, .assumed.
Events out: intake.complaint.recorded, .classified, .contacted, .recap_confirmed, .offered, .resolved, .closed,
.reopened, .merged, .parted.
"""
