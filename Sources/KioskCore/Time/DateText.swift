extension CivilDate {
    /// `20/11/2025`, in both languages.
    public var dayMonthYear: String { "\(twoDigits(day))/\(twoDigits(month))/\(fourDigits(year))" }
}

extension TimeOfDay {
    /// `07:00`, the 24-hour clock.
    public var hourMinute: String { "\(twoDigits(hour)):\(twoDigits(minute))" }
}

extension Timestamp {
    /// `09:41`, in Vietnam.
    public var hourMinute: String { "\(twoDigits(hour)):\(twoDigits(minute))" }

    /// `09:41 ngày 20/11/2025`, or `09:41 on 20/11/2025`.
    public func timeAndDate(in language: Language) -> String {
        switch language {
        case .vietnamese: "\(hourMinute) ngày \(date.dayMonthYear)"
        case .english: "\(hourMinute) on \(date.dayMonthYear)"
        }
    }
}

extension Weekday {
    /// *Thứ Hai* to *Chủ Nhật*, or Monday to Sunday.
    public func name(in language: Language) -> String {
        switch (self, language) {
        case (.monday, .vietnamese): "Thứ Hai"
        case (.tuesday, .vietnamese): "Thứ Ba"
        case (.wednesday, .vietnamese): "Thứ Tư"
        case (.thursday, .vietnamese): "Thứ Năm"
        case (.friday, .vietnamese): "Thứ Sáu"
        case (.saturday, .vietnamese): "Thứ Bảy"
        case (.sunday, .vietnamese): "Chủ Nhật"
        case (.monday, .english): "Monday"
        case (.tuesday, .english): "Tuesday"
        case (.wednesday, .english): "Wednesday"
        case (.thursday, .english): "Thursday"
        case (.friday, .english): "Friday"
        case (.saturday, .english): "Saturday"
        case (.sunday, .english): "Sunday"
        }
    }
}

/// How long ago something was, in the largest whole unit, for string tables to put into words.
public struct RelativeAge: Hashable, Sendable {
    public enum Unit: String, CaseIterable, Hashable, Sendable {
        /// Less than a minute, or not yet.
        case justNow
        case minutes, hours, days
    }

    /// How many of the unit; 0 for just now.
    public let number: Int
    public let unit: Unit

    public init(of moment: Timestamp, at now: Timestamp) {
        let minutes = Int(max(0, moment.seconds(to: now)) / 60)
        switch minutes {
        case 0: (number, unit) = (0, .justNow)
        case ..<60: (number, unit) = (minutes, .minutes)
        case ..<1440: (number, unit) = (minutes / 60, .hours)
        default: (number, unit) = (minutes / 1440, .days)
        }
    }
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

private func fourDigits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

extension Timestamp {
    /// `2025-11-20T09:41:05+07:00` (ISO 8601), in Vietnam.
    public var iso8601: String {
        let date = self.date
        return "\(fourDigits(date.year))-\(twoDigits(date.month))-\(twoDigits(date.day))"
            + "T\(hourMinute):\(twoDigits(second))+07:00"
    }
}
