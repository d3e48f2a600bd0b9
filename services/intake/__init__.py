"""Intake: takes complaints from any channel and keeps what was said, wished, understood and done.

Owns: customers; complaints with their additions, attachments, links, statements, questions and recaps; contacts,
acknowledgements, apologies, offers and resolutions; investigations and root causes; families and lessons.
Events in: routing.case.assigned, .clock.breached, .promise.broken; followup.solution.confirmed, .denied, .assumed; and
its own, of which figures are counted.
Events out: intake.complaint.recorded, .classified, .contacted, .recap_confirmed, .offered, .resolved, .closed,
.reopened, .merged, .parted; customer.merged, .unmerged; lesson.published.
"""
