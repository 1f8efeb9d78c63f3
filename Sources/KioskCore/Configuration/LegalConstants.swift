/// What regulations fix in numbers, in one place: when a cited law changes, the values follow (requirement
///
///
/// The defaults are those of the regulations the product is built on; a site's configuration may replace any.
public struct LegalConstants: Hashable, Sendable {
    /// Dossiers received after this time are forwarded at the start of the next working day.
    ///
    /// NĐ 61/2018/NĐ-CP Đ18(2), (3): "sau 15 giờ hàng ngày".
    public var cutOff = TimeOfDay(minutes: 15 * 60)
    /// Operations known to take longer show their percentage.
    ///
    /// TT 32/2017/TT-BTTTT Đ11(2đ) (V-01).
    public var longOperation = Duration.seconds(10)
    /// A sent dossier is accepted, or its supplement requested, within this many working hours.
    ///
    /// QĐ 27/2020/QĐ-UBND Bình Định Đ9(4) (T-09).
    public var acceptanceWorkingHours = 8
    /// Maintenance is announced at least this many working days before.
    ///
    /// TT 32/2017/TT-BTTTT Đ11(2e) (V-03). NĐ 224/2026/NĐ-CP Đ13(1a) asks for 7.
    public var maintenanceNoticeWorkingDays = 1
    /// A dossier is handed back for supplement within this many working days of its reception.
    ///
    /// NĐ 61/2018/NĐ-CP Đ19(4) (T-11).
    public var supplementWorkingDays = 3
    /// The apology for a late dossier comes at least this many days before its date.
    ///
    /// NĐ 61/2018/NĐ-CP Đ19(9) (T-13).
    public var apologyDays = 1
    /// A dossier gets a new date at most this often; one more is a fault of the data, to be shown.
    ///
    /// NĐ 61/2018/NĐ-CP Đ19(9); QĐ 02/2021/QĐ-UBND Nghệ An Đ15(8) (T-13).
    public var maxExtensions = 1
    /// Feedback is answered within this many working days.
    ///
    /// QĐ 02/2021/QĐ-UBND Nghệ An Đ20(1) (N-06).
    public var feedbackWorkingDays = 3

    public init() {}
}
