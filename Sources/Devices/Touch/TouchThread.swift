import Glibc
import KioskCore
import Logging
import Synchronization
import SystemPackage

/// The thread of the touch panels: waits for their events, the input folder and new settings.
final class TouchThread {
    private let hub: TouchHub
    private let folder: InputFolder
    private var settings: TouchSettings
    private var panels: [TouchPanel] = []
    private var listed: [String: InputDevice] = [:]
    /// The panel on which a finger is; the others wait until it is lifted.
    private var holder: String?
    /// Where the mouse is, where one is allowed.
    private var pointer: PixelPoint?

    init(_ hub: TouchHub) {
        self.hub = hub
        settings = hub.shared.withLock { $0.settings }
        folder = InputFolder(settings.folder)
    }

    func run() {
        refreshDevices()
        while !hub.shared.withLock({ $0.isEnding }) {
            let ready = waitForAny(
                [hub.wake.descriptor, folder.descriptor] + panels.map(\.descriptor), atMost: nil)
            // Settings before panels: a touch that came after a new calibration goes by it.
            if ready[0] {
                hub.wake.clear()
                settings = hub.shared.withLock { $0.settings }
                for panel in panels { panel.use(settings) }
            }
            for (panel, isReady) in zip(panels, ready.dropFirst(2)) where isReady { read(panel) }
            if ready[1] {
                folder.discardMessages()
                refreshDevices()
            }
        }
        for panel in panels { forward(panel.cancel(), of: panel) }
    }

    private func read(_ panel: TouchPanel) {
        do throws(Errno) {
            forward(try panel.touches(), of: panel)
            if let place = panel.pointer { movePointer(to: place) }
        } catch {
            forward(panel.cancel(), of: panel)
            panels.removeAll { $0 === panel }
            listed[panel.listing.path] = nil
            hub.logger.notice("A touch panel went away.", metadata: ["device": "\(panel.listing.name)"])
            // It may be back under the same name already, and the folder's message of it long read.
            refreshDevices()
        }
    }

    /// One finger at a time, on whichever panel it came first.
    private func forward(_ touches: [TouchEvent], of panel: TouchPanel) {
        for touch in touches {
            if touch.phase == .down, holder == nil { holder = panel.listing.path }
            guard holder == panel.listing.path else { continue }
            hub.queue.send(touch)
            if touch.phase == .up || touch.phase == .cancelled { holder = nil }
        }
    }

    private func movePointer(to place: PixelPoint?) {
        guard place != pointer else { return }
        pointer = place
        hub.onPointer(place)
    }

    // MARK: What is plugged in

    /// Opens what is new; what may not be opened yet is tried again at the next change.
    private func refreshDevices() {
        let paths = folder.devices()
        for path in listed.keys
        where !paths.contains(path) && !panels.contains(where: { $0.listing.path == path }) {
            listed[path] = nil
        }
        for path in paths where listed[path].map({ $0.use == .forbidden || $0.use == .occupied }) ?? true {
            let was = listed[path]
            listed[path] = open(path)
            if let device = listed[path], device != was {
                hub.logger.info(
                    "An input device was found.",
                    metadata: [
                        "device": "\(device.name)", "model": "\(device.model)",
                        "kind": "\(device.kind.rawValue)",
                        "use": "\(device.use.rawValue)",
                    ])
            }
        }
        publish()
    }

    private func open(_ path: String) -> InputDevice? {
        var device = InputDevice(path: path, name: "", model: "", kind: .other, use: .forbidden)
        do throws(Errno) {
            let handle = try EvdevHandle(path)
            device.name = handle.name
            device.model = handle.model
            device.kind = handle.abilities.kind
            guard device.kind.isTouchPanel || (settings.allowsMouse && device.kind.isMouse) else {
                device.use = .ignored
                return device
            }
            device.use = .used
            do throws(TouchPanel.Unusable) {
                panels.append(try TouchPanel(handle, device, settings))
            } catch {
                device.use = error.use
            }
            return device
        } catch {
            return error == .permissionDenied || error == .notPermitted ? device : nil
        }
    }

    private func publish() {
        let devices = listed.values.sorted { $0.path < $1.path }
        let isNews = hub.shared.withLock { shared in
            defer { shared.devices = devices }
            return shared.devices != devices
        }
        if isNews { hub.changes.notify() }
        if pointer != nil, !panels.contains(where: { $0.listing.kind.isMouse }) { movePointer(to: nil) }
    }
}
