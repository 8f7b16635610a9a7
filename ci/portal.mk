# For the Makefile of a portal that publishes press releases: include it, and set what differs.
#
#   make releases-changed   judge what has changed since SINCE, and what is new
#   make releases-check     judge all
#   make releases           judge all, then convert them; what is unchanged is not written again
RELEASES ?= releases
SINCE ?= origin/main
FORMATS ?= newsml-g2,jsonld,turtle
PUBLIC ?= public
PRESS_ARCHIVE ?= press-archive
VALIDATE_OPTIONS ?=
CONVERT_OPTIONS ?=

.PHONY: releases releases-check releases-changed

# The list stands in a file: what git says is not lost, as it would be before a pipe.
releases-changed:
	@list=$$(mktemp) && trap 'rm -f "$$list"' EXIT && \
	git diff -z --name-only --relative --diff-filter=d --ignore-submodules --merge-base '$(SINCE)' -- '$(RELEASES)' > "$$list" && \
	git ls-files -z --others --exclude-standard -- '$(RELEASES)' >> "$$list" && \
	$(PRESS_ARCHIVE) validate --skip-unknown --files-from "$$list" $(VALIDATE_OPTIONS)

releases-check:
	@$(PRESS_ARCHIVE) validate $(VALIDATE_OPTIONS) -- '$(RELEASES)'

releases: releases-check
	@$(PRESS_ARCHIVE) convert -t '$(FORMATS)' -o '$(PUBLIC)' --manifest '$(PUBLIC)/manifest.jsonl' $(CONVERT_OPTIONS) -- '$(RELEASES)'
