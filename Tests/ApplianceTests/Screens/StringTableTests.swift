import KioskCore
import Testing

@testable import Appliance

@Suite struct StringTableTests {
    @Test func `English has every phrase of the frame, with the same places`() {
        let table = Phrases.table
        #expect(table.keys(in: .vietnamese) == table.keys(in: .english))
        for key in table.keys(in: .vietnamese) {
            #expect(table.places(of: key, in: .vietnamese) == table.places(of: key, in: .english), "\(key)")
        }
    }

    @Test func `every notice and condition has its words`() {
        let keys = Phrases.table.keys(in: .vietnamese)
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
