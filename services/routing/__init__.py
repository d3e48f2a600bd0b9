"""Routing: who owns a case, and how it comes to them.

Owns: the staff directory, ownership of cases, handoffs with their summaries, clocks, calendars and rule packs.
Events in: intake.complaint.recorded, .recap_confirmed, .resolved, .closed, .reopened.
Events out: routing.staff.changed; case.assigned, .escalated; handoff.offered, .accepted, .declined; clock.warned,
.breached.
"""
