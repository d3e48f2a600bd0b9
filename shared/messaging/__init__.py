"""Transactions that publish, and the way of an event: outbox, relay, stream, consumer, inbox."""
