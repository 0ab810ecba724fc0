import Bytes
import Tables

/// The text of a chat as WhatsApp exports it, from either system and in many languages' dates.
///
/// Times are those of the telephone, without a zone, so they are told as `date`. Which number is the day and which the month
/// follows from the whole file; where no line tells, the date is copied as it stands.
enum WhatsAppExport {
    private struct Line {
        let number: Int
        /// Three numbers of the date, in their order.
        let date: [Int]
        let dateText: String
        let clock: String
        /// Nil for what the program itself says.
        let sender: String?
        var text: String
        let isYearFirst: Bool
    }

    private static let mostMessages = 2_000_000
    private static let editedMark = "<This message was edited>"

    static func posts(_ bytes: [UInt8], name: String) -> [Post] {
        var lines: [Line] = []
        for (place, text) in TextEncoding.decode(bytes).text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).enumerated() {
            if let line = line(text, place + 1), lines.count < mostMessages {
                lines.append(line)
            } else if !lines.isEmpty {
                lines[lines.count - 1].text += "\n" + clean(text)
            }
        }
        let order = order(of: lines)
        return lines.map { post($0, order, name) }
    }

    /// Whether the day comes first; nil where no line tells.
    private static func order(of lines: [Line]) -> Bool? {
        var dayFirst = false
        var monthFirst = false
        for line in lines where !line.isYearFirst {
            if line.date[0] > 12 { dayFirst = true }
            if line.date[1] > 12 { monthFirst = true }
        }
        return dayFirst == monthFirst ? nil : dayFirst
    }

    private static func post(_ line: Line, _ isDayFirst: Bool?, _ name: String) -> Post {
        var post = Post(.whatsapp, shape: "whatsapp-chat/1")
        let path = "\(name)#line \(line.number)"
        post[.date] = Found(.string(date(line, isDayFirst)), at: path)
        post[.threadId] = Found(.string(name), at: "(from the file's name)")
        guard let sender = line.sender else {
            post[.text] = Found(.string(WhiteSpace.trimmed(line.text)), at: path)
            post[.labels] = Found(["service message"], at: path)
            return post
        }
        post.author[.name] = Found(.string(sender), at: path)
        setText(&post, line.text, path)
        return post
    }

    private static func setText(_ post: inout Post, _ text: String, _ path: String) {
        var text = WhiteSpace.trimmed(text)
        if text.hasSuffix(editedMark) {
            text = WhiteSpace.trimmed(String(text.dropLast(editedMark.count)))
            post[.edited] = Found(true, at: path)
        }
        // A file stands in the first line, its caption below.
        let first = text.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
        var file: String?
        if first.hasPrefix("<attached: "), first.hasSuffix(">") {
            file = String(first.dropFirst(11).dropLast())
        }
        if let mark = first.firstRange(of: " (file attached)") { file = String(first[..<mark.lowerBound]) }
        if let file {
            var media = PostMedia()
            media[.kind] = Found(.string(kind(of: file)), at: path)
            media[.url] = Found(.string(file), at: path)
            post.media = [media]
            text = WhiteSpace.trimmed(String(text.dropFirst(first.count)))
        }
        if text == "This message was deleted." || text == "You deleted this message." {
            post.unavailable[.reason] = Found(.string(text), at: path)
            return
        }
        if !text.isEmpty || file == nil { post[.text] = Found(.string(text), at: path) }
    }

    private static func kind(of file: String) -> String {
        let ending = file.split(separator: ".").last?.lowercased() ?? ""
        if ["jpg", "jpeg", "png", "webp", "heic", "gif"].contains(ending) { return "image" }
        if ["mp4", "mov", "3gp"].contains(ending) { return "video" }
        return ["opus", "m4a", "mp3", "ogg", "aac"].contains(ending) ? "audio" : "file"
    }

    private static func date(_ line: Line, _ isDayFirst: Bool?) -> String {
        let numbers = line.date
        guard line.isYearFirst || isDayFirst != nil else { return "\(line.dateText), \(line.clock)" }
        let year = line.isYearFirst ? numbers[0] : numbers[2]
        let month = line.isYearFirst ? numbers[1] : isDayFirst == true ? numbers[1] : numbers[0]
        let day = line.isYearFirst ? numbers[2] : isDayFirst == true ? numbers[0] : numbers[1]
        return
            "\(year < 100 ? year + 2000 : year)-\(Digits.padded(month))-\(Digits.padded(day))T\(line.clock)"
    }

    // MARK: Lines

    /// Without the marks of direction that the program puts around names and notices.
    private static func clean(_ text: some StringProtocol) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter {
                    !["\u{200E}", "\u{200F}", "\u{202A}", "\u{202C}", "\u{FEFF}"].contains($0)
                }))
    }

    /// `[13/05/2020, 02:01:20] Name: text` or `13/05/2020, 2:01 am - Name: text`; nil for what goes on from the line above.
    private static func line(_ text: Substring, _ number: Int) -> Line? {
        let text = clean(text)
        var rest = text[...]
        let isBracketed = rest.first == "["
        if isBracketed { rest = rest.dropFirst() }
        let dateText = rest.prefix { $0.isNumber || "/.-".contains($0) }
        let parts = dateText.split { "/.-".contains($0) }.map { Int($0) ?? 0 }
        guard parts.count == 3, dateText.first?.isNumber == true, dateText.last?.isNumber == true else {
            return nil
        }
        let isYearFirst = parts[0] > 31
        rest = rest[dateText.endIndex...]
        guard rest.first == "," || rest.first == " " else { return nil }
        rest = rest.drop { $0 == "," || $0.isWhitespace }
        let end = isBracketed ? rest.firstIndex(of: "]") : rest.firstRange(of: " - ")?.lowerBound
        guard let end, let clock = clock(rest[..<end]) else { return nil }
        rest = rest[end...].dropFirst(isBracketed ? 1 : 3).drop { $0 == " " }
        let colon =
            rest.firstRange(of: ": ")
            ?? (rest.last == ":" || rest.hasSuffix(":.")
                ? rest.lastIndex(of: ":").map { $0..<rest.index(after: $0) } : nil)
        let sender = colon.map { String(rest[..<$0.lowerBound]) }
        let body = colon.map { String(rest[$0.upperBound...]) } ?? String(rest)
        return Line(
            number: number, date: parts, dateText: String(dateText), clock: clock,
            sender: sender.flatMap { $0.count <= 100 ? $0 : nil },
            text: body, isYearFirst: isYearFirst)
    }

    /// `14:18`, `2:01 am`, `08:49 p. m.`, `02:01:20`, in hours of the day.
    private static func clock(_ text: Substring) -> String? {
        let digits = text.prefix { $0.isNumber || $0 == ":" || $0 == "." && !text.hasPrefix(".") }
        let parts = digits.split { $0 == ":" || $0 == "." }.map { Int($0) ?? 99 }
        guard (2...3).contains(parts.count), parts[0] < 25, parts[1] < 60 else { return nil }
        let half = text[digits.endIndex...].lowercased().filter(\.isLetter)
        guard ["", "am", "pm", "uhr"].contains(half) else { return nil }
        var hour = parts[0]
        if half == "pm", hour < 12 { hour += 12 }
        if half == "am", hour == 12 { hour = 0 }
        let seconds = parts.count == 3 ? ":" + Digits.padded(parts[2]) : ""
        return "\(Digits.padded(hour)):\(Digits.padded(parts[1]))\(seconds)"
    }
}
