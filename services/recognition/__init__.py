"""Recognition: counts praise for staff and grants rewards for it, exactly once (RE-1).

Owns: programmes, the comments that it heard of, compliments, each person's tally, rewards and their ledger.
Events in: followup.comment.received, followup.comment.withdrawn.
Events out: recognition.compliment.counted, .reversed; recognition.reward.granted, .approved, .redeemed, .reversed.
"""
