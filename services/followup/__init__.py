"""Followup asks whether it is truly solved, and listens to what customers say unasked.

Owns: surveys with their answers, and comments about staff.
Events in: intake.complaint.resolved, intake.complaint.reopened, intake.complaint.closed;
routing.conduct.sanctioned, .lifted.
Events out: followup.survey.sent, .answered, .missed; followup.solution.confirmed, .denied, .assumed;
followup.comment.received, .withdrawn.
"""
