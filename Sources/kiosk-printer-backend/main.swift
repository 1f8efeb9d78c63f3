import ConfigurationFiles
import Devices
import Glibc

// Installed as CUPS's `backend/kiosk-receipt`; see PrinterBackend.

let deviceURI = unsafe getenv("DEVICE_URI").map { unsafe String(cString: $0) }
let call = BackendCall(arguments: CommandLine.arguments, deviceURI: deviceURI)
let interrupt = TransportInterrupt.ofBackend()
let backend = PrinterBackend(interrupt: interrupt, now: time(nil), catalogue: readCatalogue())
exit(backend.run(call).rawValue)

/// The folder of the packages, or the one that the machine's owner names to CUPS with
/// `SetEnv KIOSK_PRINTERS` in cups-files.conf; nothing in a job can name one.
func readCatalogue() -> PrinterCatalogue {
    let named = unsafe getenv("KIOSK_PRINTERS").map { unsafe String(cString: $0) }
    let folder = named ?? PrinterCatalogue.folder
    // A package without the folder is whole: the generic printers are built in.
    if named == nil, unsafe access(folder, F_OK) != 0 { return .builtIn }
    let (catalogue, faults) = PrinterCatalogue.load(folder: folder)
    let report = BackendReport()
    for fault in faults {
        for line in fault.description.split(separator: "\n") { report.warning(String(line)) }
    }
    return catalogue
}
