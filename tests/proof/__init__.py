"""Tests of each promise at the size of a release: `make proof`. docs/proof.md explains it."""
