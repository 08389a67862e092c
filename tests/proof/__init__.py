"""The promises, each attacked at the size of a release: `make proof`. docs/proof.md explains it."""
