.PHONY: help setup run test test-long lint screens bench-planner lock audit sbom clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 18

setup: ## install what Jingwei needs, into .venv and node_modules
	@bin/setup

run: setup ## load the demonstration college once, then serve it (PORT, JINGWEI_HOME, DATABASE_URL)
	@exec .venv/bin/jingwei demo --serve

test: ## everything: checks, tests on SQLite and PostgreSQL, stories in a browser
	@bin/setup dev
	@bin/test-needs
	@bin/test

test-long: ## the tests with large figures, at full size; hours
	@bin/setup dev
	@bin/test-needs
	@bin/test long

lint: ## the checks alone
	@bin/setup dev
	@bin/test lint

screens: ## take the pictures of docs/screens anew
	@bin/setup dev
	@bin/test-needs
	@.venv/bin/jingwei screens

bench-planner: ## measure the planner beside its peers (SIZES="case 2500 10000 100000"), into docs/bench
	@bin/setup bench
	@.venv/bin/python -m bench.planner $(SIZES)

lock: ## settle versions and hashes anew from requirements/*.in and package.json
	@bin/lock

audit: ## ask whether holes are known in what is locked; needs the open net
	@bin/setup dev
	@bin/audit

sbom: ## write down what Jingwei is made of (.artifacts/sbom-*.json, CycloneDX)
	@bin/setup dev
	@bin/sbom

clean: ## remove what was installed and made here; var/, where your data lives, stays
	rm -rf .venv .venv-cas node_modules .artifacts *.egg-info
	find jingwei planner tests -name __pycache__ -prune -exec rm -rf {} +
	find jingwei -name '*.mo' -delete
