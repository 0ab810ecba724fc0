import ArgumentParser
import Bytes
import Glibc
import Reporting
import Storage
import VerifyCommand

/// The zone of the clock beside times in UTC, out of the system's tz database.
enum LocalZone {
    private static let database = "/usr/share/zoneinfo/"

    /// The zone that this machine is set to.
    static let machine = WallClock(zone: nil, offset: offset)

    /// A zone by its name, as `Europe/London`. It becomes that of the process, so this is called once, before any other thread runs.
    static func named(_ name: String) throws -> WallClock {
        let isName = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 32)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "/_+-".utf8.contains(byte)
        }
        guard isName, let first = name.first, first.isLetter else {
            throw ValidationError("--zone: must be a name like Europe/London")
        }
        // For a name that it does not know the system's library silently takes UTC.
        guard Folder.exists(database + name), !Folder.isFolder(database + name) else {
            throw CommandError(
                .unavailable, "\(database)\(name): there is no such zone on this machine (package tzdata)")
        }
        guard unsafe setenv("TZ", ":" + database + name, 1) == 0 else {
            throw CommandError(.software, "the zone could not be set")
        }
        tzset()
        return WallClock(zone: name, offset: offset)
    }

    private static func offset(_ time: Timestamp) -> Int {
        var moment = time_t(time.seconds)
        var parts = unsafe tm()
        guard unsafe localtime_r(&moment, &parts) != nil else { return 0 }
        return unsafe parts.tm_gmtoff
    }
}
