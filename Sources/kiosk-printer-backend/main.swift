import Devices
import Glibc

// Installed as CUPS's `backend/kiosk-receipt`; see PrinterBackend.

let deviceURI = unsafe getenv("DEVICE_URI").map { unsafe String(cString: $0) }
let call = BackendCall(arguments: CommandLine.arguments, deviceURI: deviceURI)
let interrupt = LinkInterrupt(signal: TerminationSignal.descriptor(), supervisor: STDERR_FILENO)
let backend = PrinterBackend(interrupt: interrupt, now: time(nil))
exit(backend.run(call).rawValue)
