import KioskCore
import ScreenKit

/// Three levels, in the regulation's own words (requirement R-01).
extension LookupScreens {
    var rating: Screen {
        screen("rating", back: back, next: finish) {
            Node.heading(say("rating.title"))
            Node.text(say("rating.lead"), .lead, color: .quietInk)
        } choices: {
            for level in Satisfaction.allCases {
                Node.tile(
                    say("rating.\(level.rawValue)"),
                    picture: level == .notSatisfied ? .rating : .ratingFilled,
                    .large, intent: .rated(level))
            }
        }
    }

    var thanks: Screen {
        screen("rating", next: finish) {
            Node.heading(say("rating.thanks"), align: .centre)
            Node.picture(.check, size: 200, color: .green)
            Node.text(say("rating.thanksDetail"), .body, align: .centre)
        }
    }
}
