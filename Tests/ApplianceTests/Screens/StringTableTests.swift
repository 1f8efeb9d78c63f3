import DeviceTests
import Dispenser
import HallClock
import KioskCore
import KioskFrame
import Lookup
import Maintenance
import PanelCalibration
import Testing

@testable import Appliance

@Suite struct StringTableTests {
    static let tables = [
        FrameScreens.strings, DispenserFeature.strings, LookupFeature.strings, MaintenanceFeature.strings,
        DeviceTestsFeature.strings, HallClockFeature.strings, calibrationStrings,
    ]

    @Test(arguments: tables.indices) func `English has every phrase of the screens, with the same places`(
        _ index: Int
    ) {
        let table = Self.tables[index]
        // Slips are Vietnamese only.
        let keys = table.keys(in: .vietnamese).filter { !$0.hasPrefix("slip.") }
        #expect(keys == table.keys(in: .english))
        for key in keys {
            #expect(table.places(of: key, in: .vietnamese) == table.places(of: key, in: .english), "\(key)")
        }
    }

    @Test func `every notice and condition has its words`() {
        let keys = MaintenanceFeature.strings.keys(in: .vietnamese)
        for notice in Notice.allCases { #expect(keys.contains("notice.\(notice.rawValue)")) }
        for condition in PrinterCondition.allCases { #expect(keys.contains("printer.\(condition.rawValue)")) }
        for state in LinkState.allCases { #expect(keys.contains("link.\(state.rawValue)")) }
    }

    @Test(arguments: Scenes.all) func `no screen shows a key in place of words`(_ scene: Scene) {
        for language in Language.allCases {
            let page = scene.page { machine in
                if language == .english {
                    _ = machine.handle(.chosen(.aid(.language), touch: "x"), now: Scenes.start)
                }
            }
            #expect(!"\(page)".contains("⟨"), "\(scene) \(language)")
        }
    }
}
