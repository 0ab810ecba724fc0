import Files
import Glibc
import Storage
import VerifyCommand

/// Where reports are written: a folder, or one file.
struct ReportDestination {
    private let path: String
    private let isFolder: Bool

    /// A path that is no folder, and for one report only, is the file; else the folder is made where it is not there.
    init(_ path: String, isOne: Bool) throws {
        self.path = path
        let isFile = path.hasSuffix(".html") && isOne
        isFolder = !isFile
        if isFolder, !Folder.exists(path) { try Folder.createNew(path) }
        guard !isFolder || Folder.isFolder(path) else {
            throw CommandError(.cannotCreate, "\(path): is no folder")
        }
    }

    /// Writes a page, and gives its path: `post-sheet.html` for the sheet of `post`. `also` tells a second page of one report from the
    /// first, as in `schedule-sensitive.html`.
    func write(_ html: String, kind: ReportKind, of base: String?, also: String? = nil) throws -> String {
        let name = [base, kind.rawValue, also].compactMap(\.self).joined(separator: "-") + ".html"
        let file = also.map { path.dropLast(".html".count) + "-\($0).html" } ?? path
        let page = isFolder ? "\(path)/\(name)" : file
        try WholeFile.create(page, Array(html.utf8), mode: 0o644)
        return page
    }

    /// Writes a file of the same name with another ending.
    func write(_ text: String, beside page: String, ending: String) throws {
        try WholeFile.create(page.dropLast(".html".count) + ending, Array(text.utf8), mode: 0o644)
    }
}
