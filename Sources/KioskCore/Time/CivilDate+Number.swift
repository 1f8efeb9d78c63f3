extension CivilDate {
    /// The date as one number, `yyyyMMdd`: how series and tokens write a day.
    public var number: Int { year * 10_000 + month * 100 + day }

    /// Nothing when there is no such date.
    public init?(number: Int) {
        guard number > 0 else { return nil }
        self.init(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    }
}
