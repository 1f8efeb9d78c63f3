import KioskCore
import KioskFrame
import ScreenKit

/// Three levels, in the regulation's own words (requirement R-01).
extension LookupScreens {
    var rating: Screen {
        Screen("rating", in: language, back: back, next: finish) {
            Node.heading(say("rating.title"))
            Node.text(say("rating.lead"), .lead, color: .quietInk)
        } choices: {
            Node.grid(columns: 1) {
                for level in Satisfaction.allCases {
                    Node.tile(
                        say("rating.\(level.rawValue)"), picture: face(level), .large, intent: .rated(level)
                    ).grow(maxHeight: 272)
                }
            }
        }
    }

    private func face(_ level: Satisfaction) -> Pictogram {
        switch level {
        case .verySatisfied: .faceGlad
        case .satisfied: .faceContent
        case .notSatisfied: .faceSad
        }
    }

    var thanks: Screen {
        Screen("rating", in: language, next: finish) {
            Node.heading(say("rating.thanks"), align: .centre)
            Node.picture(.check, size: 280, color: .green)
            Node.text(say("rating.thanksDetail"), .body, align: .centre)
        }
    }
}
