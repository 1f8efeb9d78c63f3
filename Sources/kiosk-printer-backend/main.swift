import Devices
import Glibc

// Installed as CUPS's `backend/kiosk-receipt`; see PrinterBackend.

let deviceURI = unsafe getenv("DEVICE_URI").map { unsafe String(cString: $0) }
let call = BackendCall(arguments: CommandLine.arguments, deviceURI: deviceURI)
let backend = PrinterBackend(interrupt: TerminationSignal.descriptor(), now: time(nil))
exit(backend.run(call).rawValue)
