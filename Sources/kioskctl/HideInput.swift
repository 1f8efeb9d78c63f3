import Glibc

/// Reads without showing what is typed, when a person types.
func hideInput(_ body: () -> String) -> String {
    var before = termios()
    guard isatty(STDIN_FILENO) == 1, unsafe tcgetattr(STDIN_FILENO, &before) == 0 else { return body() }
    complain("PIN (not shown):")
    var quiet = before
    quiet.c_lflag &= ~tcflag_t(ECHO)
    unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet)
    defer { unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &before) }
    return body()
}
