"""Customers' pages in a real Chromium: `make browser-test`; screenshots land in .redress/screenshots."""
