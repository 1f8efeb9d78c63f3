import KioskCore
import Testing

@testable import Lookup

@Suite struct StringTableTests {
    @Test func `English has every phrase of the screens, with the same places`() {
        let table = LookupFeature.strings
        let vietnamese = table.keys(in: .vietnamese)
        #expect(vietnamese == table.keys(in: .english))
        for key in vietnamese {
            #expect(table.places(of: key, in: .vietnamese) == table.places(of: key, in: .english), "\(key)")
        }
    }

    @Test func `every status and every unrecognised code has its words`() {
        let keys = LookupFeature.strings.keys(in: .vietnamese)
        for status in DossierStatus.allCases {
            #expect(
                keys.contains("status.\(status.rawValue)") && keys.contains("official.\(status.rawValue)"))
        }
        for what in Unrecognised.allCases where what != .generic {
            #expect(
                keys.contains("unrecognised.\(what.rawValue)")
                    && keys.contains("unrecognised.\(what.rawValue).do"))
        }
    }
}
