internal import CKioskShims
internal import Dispatch
internal import Glibc
internal import Synchronization

/// A program that runs beside us and never longer than we do.
///
/// `setpriv --pdeathsig` has the kernel end it when the thread that started it dies; so a thread of its own
/// starts it and then waits for it, for as long as it lives.
final class HelperProcess: Sendable {
    /// Its number while it runs; 0 before and after.
    private let process = Mutex<pid_t>(0)
    private let ready = DispatchSemaphore(value: 0)
    private let gone = DispatchSemaphore(value: 0)

    init(_ program: String, _ arguments: [String]) throws(SimulationFault) {
        guard unsafe access(program, X_OK) == 0 else {
            throw SimulationFault("There is no \(program); install Debian's package for it.")
        }
        let command = ["/usr/bin/setpriv", "--pdeathsig", "TERM", program] + arguments
        DispatchQueue(label: "child-\(program)").async { [self] in
            let child = Self.spawn(command)
            process.withLock { $0 = child }
            ready.signal()
            var status: CInt = 0
            while child > 0, unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
            process.withLock { $0 = 0 }
            gone.signal()
        }
        ready.wait()
    }

    var isRunning: Bool { process.withLock { $0 > 0 } }

    /// Asks it to end, then makes it.
    func stop(patience: Duration) {
        signal(SIGTERM)
        guard !ends(within: patience) else { return }
        kill()
    }

    /// Ends it without asking.
    func kill() {
        signal(SIGKILL)
        _ = ends(within: .seconds(2))
    }

    /// Stops it where it is, and lets it go on.
    func freeze(_ isFrozen: Bool) { signal(isFrozen ? SIGSTOP : SIGCONT) }

    private func signal(_ number: CInt) {
        // Under the lock: once it was waited for, the number may belong to somebody else.
        process.withLock { if $0 > 0 { _ = Glibc.kill($0, number) } }
    }

    /// Waits until it has ended; false when it goes on.
    func ends(within patience: Duration) -> Bool {
        let deadline = DispatchTime.now() + .milliseconds(Int(patience.components.seconds) * 1000)
        guard gone.wait(timeout: deadline) == .success else { return false }
        gone.signal()
        return true
    }

    private static func spawn(_ command: [String]) -> pid_t {
        var arguments = unsafe command.map { unsafe strdup($0) } + [nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        var settings = posix_spawnattr_t()
        _ = unsafe posix_spawnattr_init(&settings)
        defer { _ = unsafe posix_spawnattr_destroy(&settings) }
        var none = sigset_t()
        _ = unsafe sigemptyset(&none)
        _ = unsafe posix_spawnattr_setsigmask(&settings, &none)
        _ = unsafe posix_spawnattr_setflags(&settings, CShort(POSIX_SPAWN_SETSIGMASK))
        // It inherits nothing of ours: what somebody waits for the end of would never end.
        var actions = unsafe posix_spawn_file_actions_t()
        _ = unsafe posix_spawn_file_actions_init(&actions)
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        _ = unsafe kiosk_spawn_close_from(&actions, 3)
        var process: pid_t = -1
        let result = unsafe posix_spawn(&process, command[0], &actions, &settings, &arguments, environ)
        return result == 0 ? process : 0
    }
}

extension HelperProcess {
    /// Copies a program by a program of its own.
    ///
    /// A file that we wrote ourselves cannot be run while a child that was started meanwhile still holds it
    /// open for writing ("text file busy").
    static func install(_ program: String, at path: String) throws(SimulationFault) {
        let copying = try HelperProcess("/usr/bin/install", ["-m", "755", program, path])
        guard copying.ends(within: .seconds(10)), unsafe access(path, X_OK) == 0 else {
            throw SimulationFault("\(program) cannot be copied to \(path); was it built?")
        }
    }
}
