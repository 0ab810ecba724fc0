import Archive
import Bytes
import Evidence
import Hashing
import Sealing
import TestSupport
import Writing

extension Breach {
    static let indexes: [Breach] = [
        Breach("an index without a record", "index.differs") { $0.editIndex = { $0.removeFirst() } },
        Breach("an index that leads to another record", "index.differs") { draft in
            draft.editIndex = { lines in
                lines[0] = Array(
                    String(decoding: lines[0], as: UTF8.self).replacing(
                        "\"offset\": \"", with: "\"offset\": \"1"
                    ).utf8)
            }
        },
        Breach("an index out of order", "index.order") { $0.editIndex = { $0.swapAt(0, 1) } },
        Breach("an index with a line twice", "index.differs") { $0.editIndex = { $0.append($0[0]) } },
        Breach("a page without a line", "pages.missing") { $0.editPages = { $0.removeLast() } },
        Breach("a line without a page", "pages.differ") { $0.editPages = { $0.append($0[1]) } },
        Breach("a page with another address", "pages.differ") { draft in
            draft.editPages = { lines in
                lines[1] = Array(
                    String(decoding: lines[1], as: UTF8.self).replacing("example.org", with: "example.net")
                        .utf8)
            }
        },
        Breach("a title of 4,097 bytes", "pages.differ") { draft in
            draft.editPages = { lines in
                lines[1] = Array(
                    String(decoding: lines[1], as: UTF8.self).replacing(
                        "A title", with: String(repeating: "a", count: 4097)
                    ).utf8)
            }
        },
        Breach("an index that does not inflate", "index.gzip", "files.digest") { draft in
            draft.editFiles = { $0[BundlePath.index]?[20] ^= 0xFF }
        },
        Breach("an index of members of one line", "index.member", "files.digest") { draft in
            draft.editFiles = { parts in
                guard let index = parts[BundlePath.index], let text = try? Self.inflated(index),
                    let members = try? text.split(separator: 0x0A).map({
                        try MemberCompressor().deflated($0 + [0x0A])
                    })
                else { return }
                parts[BundlePath.index] = Array(members.joined())
            }
        },
        Breach("a list of pages whose last line does not end", "pages.lines", "pages.missing", "files.digest")
        { draft in
            draft.editFiles = { $0[BundlePath.pages]?.removeLast() }
        },
        Breach("an index of the index of another index", "index.idx-differs", "files.digest") { draft in
            draft.editFiles = { $0[BundlePath.indexOfIndex]?.append(0x0A) }
        },
    ]

    private static func inflated(_ member: [UInt8]) throws -> [UInt8] {
        let decoder = try ContentDecoder(.gzip)
        var text: [UInt8] = []
        _ = try unsafe member.withUnsafeBytes { bytes in
            try unsafe decoder.append(bytes) { unsafe text += $0 }
        }
        return text
    }
}
