"""Rule packs, who goes by which, and which edition each complaint was pinned to."""
