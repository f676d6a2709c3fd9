# `make help` says what there is.

.DEFAULT_GOAL := help
TAG ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo development)

.PHONY: help
help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## run the sample café with made-up answers
	go run ./cmd/waymood demo

.PHONY: build
build: ## build the program, ./waymood
	go build -trimpath -ldflags '-s -w -X main.tag=$(TAG)' -o waymood ./cmd/waymood

.PHONY: test
test: ## run the tests
	go test ./...

.PHONY: browser
browser: ## run the tests in a browser too (needs chromium)
	go test -count=1 -tags browser ./...

.PHONY: long
long: ## kill the service a hundred times while answers pour in
	WAYMOOD_TEST_ROUNDS=100 go test -count=1 -timeout 30m -run Killed ./cmd/waymood

.PHONY: check
check: ## run every check, as before a merge (Debian, as root: installs what is missing)
	.ci/run

.PHONY: fmt
fmt: ## format the code
	gofmt -w cmd internal migrations static templates

.PHONY: image
image: ## build the container image
	docker build --build-arg TAG=$(TAG) -t waymood .

.PHONY: clean
clean: ## remove what building left
	rm -f waymood
