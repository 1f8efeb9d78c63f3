# What people do here. Debian 12 and the Swift 6.3 toolchain must be there; the rest comes through apt.

.PHONY: demo test simulate e2e bench fuzz format lint deps deps-demo

# To build and to run the demo; the fonts hold every Vietnamese letter.
DEMO_PACKAGES := libpango1.0-dev libqrencode-dev libcups2-dev libusb-1.0-0-dev libdrm-dev libsqlite3-dev pkg-config fonts-noto-core cups-daemon cups-client
# Drivers, filters and renderers, for queues that are not ours; ippeveprinter wants a D-Bus.
PRINTING_PACKAGES := cups cups-filters poppler-utils ghostscript dbus
# Other people's tools that judge what we make.
TEST_PACKAGES := umockdev libumockdev-dev gcc zbar-tools cups-ipp-utils chromium chromium-driver openssl curl python3-venv systemd udev
# To boot a machine of our own; its kernel is Debian's and is not installed.
E2E_PACKAGES := qemu-system-x86 busybox-static cpio kmod gcc binutils libc6-dev python3 openssl zbar-tools util-linux

# A whole service centre on this machine, until Ctrl-C: http://127.0.0.1:8080, or DEMO_PORT. It begins on a working
# morning, or with DEMO_CLOCK=real at the real time.
demo: deps-demo
	@.ci/build-demo
	@exec .build/debug/kiosk-demo

# How long each seed of the simulation lives.
SIMULATION_SECONDS ?= 240

# Everything, on real parts; needs no network but for packages that are not there yet.
# Buses and the whole demo run by themselves, so that they have the machine.
test: deps
	swift build --build-tests
	swift test --skip-build --skip 'BusTests|EndToEndTests|SimulationTests'
	KIOSK_SIMULATION_SECONDS=$(SIMULATION_SECONDS) swift test --skip-build --filter SimulationTests
	swift test --skip-build --filter ScannerBusTests
	swift test --skip-build --filter BusTests --skip 'ScannerBusTests|PrinterFaultMatrix'
	swift test --skip-build --filter PrinterFaultMatrix
	swift test --skip-build --filter EndToEndTests
	Tests/contract/schemathesis.sh
	Tests/systemd/check.sh
	Tests/systemd/udev.sh

# Days of a centre from one seed, with every fault we can think of; a failure says how to see it again.
DAYS ?= 300
SEED ?= 1
simulate: deps-demo
	swift build --product kiosk-simulate
	.build/debug/kiosk-simulate $(DAYS) $(SEED)

# The kiosk on a stock kernel with panels, touch, USB scanners and printer, CUPS and a network, all under QEMU;
# `Tests/EndToEndVM/run CASE` runs one. Not in .ci/run: it needs a release build, and eight minutes of two cores that
# do nothing else; on busier ones the emulated machine is so slow that deadlines of the kiosk itself pass.
e2e: deps-demo
	@.ci/install $(E2E_PACKAGES)
	Tests/EndToEndVM/run

# Measures, as ratios to something bare; `Benchmarks/run --write-docs` also renews docs/benchmarks.md.
bench: deps-demo
	Benchmarks/run

# Looks for bytes that break the parsers of scanners and printers, for a minute.
fuzz: deps
	Fuzz/run 60

format:
	swift format -i --recursive Sources Tests Benchmarks Package.swift

lint:
	swift format lint --strict --recursive Sources Tests Benchmarks Package.swift

deps: ; @.ci/install $(DEMO_PACKAGES) $(TEST_PACKAGES) $(PRINTING_PACKAGES)

deps-demo: ; @.ci/install $(DEMO_PACKAGES)
