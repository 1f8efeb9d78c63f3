package import KioskCore

extension ConfigurationForm where Value == Duration {
    /// A time span with its unit: `500 ms`, `40 s`, `2 min`, `8 h`.
    package static func span(_ range: ClosedRange<Duration>) -> Self {
        let bounds = "\(written(range.lowerBound)) to \(written(range.upperBound))"
        return Self(expectation: "a time with its unit (ms, s, min, h) such as 40 s, from \(bounds)") {
            text in
            let number = text.prefix { ("0"..."9").contains($0) }
            let unit = text.dropFirst(number.count).drop { $0 == " " }
            guard let count = Int(number), count <= 1_000_000, let each = units[String(unit)] else {
                return nil
            }
            let span = each * count
            return range.contains(span) ? span : nil
        }
    }

    private static var units: [String: Duration] {
        ["ms": .milliseconds(1), "s": .seconds(1), "min": .seconds(60), "h": .seconds(3600)]
    }

    /// In the largest unit that leaves no rest.
    private static func written(_ span: Duration) -> String {
        let milliseconds = Int(span / .milliseconds(1))
        for (unit, size) in [("h", 3_600_000), ("min", 60_000), ("s", 1000)]
        where milliseconds.isMultiple(of: size) && milliseconds > 0 {
            return "\(milliseconds / size) \(unit)"
        }
        return "\(milliseconds) ms"
    }
}

extension ConfigurationForm where Value == TimeOfDay {
    package static let time = Self(
        expectation: "a time of day such as 07:30", parse: { TimeOfDay(written: $0) })
}

extension ConfigurationForm where Value == CivilDate {
    package static let date = Self(expectation: "a date such as 2026-09-02") { text in
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2] else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3 else { return nil }
        return CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
    }
}

extension ConfigurationForm where Value == Weekday {
    package static let weekday = Self(
        expectation: "a day: monday, tuesday, wednesday, thursday, friday, saturday, sunday"
    ) { text in
        Weekday.allCases.first { String(describing: $0) == text }
    }
}

extension TimeOfDay {
    /// From `07:30`; two digits each.
    package init?(written text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [2, 2], let hour = Int(parts[0]), let minute = Int(parts[1]) else {
            return nil
        }
        self.init(hour: hour, minute: minute)
    }
}
