"""`make compose-test`: the image is built, docker-compose.yml started, inspected, and the story played against it."""
