import Foundation
import TestKit
import Testing

extension EndToEnd {
    @Suite struct `The end of a demo` {
        @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGKILL])
        func `leaves no process and no file behind, however it comes`(signal: Int32) async throws {
            let demo = try await RunningDemo()
            let started = processes(of: demo)
            #expect(started.count >= 4, "kiosks, cupsd and the cleanup: \(started)")
            demo.send(signal)
            try await eventually("every process to end", within: .seconds(30)) {
                !demo.isRunning && processes(of: demo).isEmpty && demo.state == nil
            }
            try await demo.end()
        }

        @Test func `a port in use is reported, and nothing is started`() async throws {
            let demo = try RunningDemo.current
            let process = Process()
            let output = Pipe()
            process.executableURL = try RunningDemo.executable("kiosk-demo")
            process.currentDirectoryURL = RunningDemo.root
            process.environment = ["DEMO_PORT": String(demo.dock.port)]
            process.standardOutput = output
            process.standardError = output
            try process.start()
            let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 1)
            #expect(text.contains("\(demo.dock.port)"))
            #expect(text.contains("DEMO_PORT"))
        }

        /// The processes with the demo's directory in their command line or environment; not the demo itself.
        private func processes(of demo: RunningDemo) -> [Int] {
            let needles = [demo.place.path + "/"].map { Data($0.utf8) }
            let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return all.compactMap(Int.init).filter { process in
                ["cmdline", "environ"].contains { file in
                    let text = FileManager.default.contents(atPath: "/proc/\(process)/\(file)") ?? Data()
                    return needles.contains { text.range(of: $0) != nil }
                }
            }
        }
    }
}
