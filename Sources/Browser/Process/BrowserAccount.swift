import Glibc

/// The account that Chromium runs as.
///
/// Chromium's sandbox does not start for root. So root gives it to `nobody`, without any group and without a way back to
/// more rights; every other user runs it as themselves.
struct BrowserAccount: Equatable {
    let user: UInt32
    let group: UInt32
    /// Whether this process is root and has to change to the account.
    let isOther: Bool

    /// Debian's `nobody` and `nogroup`.
    private static let nobody: UInt32 = 65534

    static var current: BrowserAccount {
        let user = geteuid()
        guard user == 0 else { return BrowserAccount(user: user, group: getegid(), isOther: false) }
        return BrowserAccount(user: nobody, group: nobody, isOther: true)
    }

    static let setprivPath = "/usr/bin/setpriv"

    /// What stands before the program on its command line. posix_spawn(3) cannot change the user; setpriv(1) of
    /// util-linux, which every Debian has, can, and keeps descriptors 3 and 4 open.
    var prefix: [String] {
        guard isOther else { return [] }
        return [
            Self.setprivPath, "--reuid=\(user)", "--regid=\(group)", "--clear-groups", "--no-new-privs", "--",
        ]
    }
}
