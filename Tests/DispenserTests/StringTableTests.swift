import KioskCore
import Testing

@testable import Dispenser

@Suite struct StringTableTests {
    @Test func `English has every phrase of the screens, with the same places`() {
        let table = DispenserFeature.strings
        let vietnamese = table.keys(in: .vietnamese).filter { !$0.hasPrefix("slip.") }
        #expect(vietnamese == table.keys(in: .english))
        for key in vietnamese {
            #expect(table.places(of: key, in: .vietnamese) == table.places(of: key, in: .english), "\(key)")
        }
    }

    @Test func `every condition and refusal has its words`() {
        for condition in PrinterCondition.allCases {
            #expect(
                DispenserFeature.strings.keys(in: .vietnamese).contains("unprinted.\(condition.rawValue).do"))
        }
        for refusal in IssueRefusal.allCases {
            #expect(DispenserFeature.strings.keys(in: .vietnamese).contains("refused.\(refusal.rawValue)"))
        }
    }
}
