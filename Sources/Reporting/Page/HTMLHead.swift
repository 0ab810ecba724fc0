import Bytes
import Hashing

/// The beginning of every page: one style, no script, nothing from outside the page, and nothing told to anybody.
enum HTMLHead {
    /// Lines up to the body. Pictures must stand in the page itself.
    static func lines(title: String) -> [String] {
        let style = "\n" + PageStyle.css + "\n"
        let digest = Base64.encode(SHA256Digest.of(Array(style.utf8)).bytes)
        return [
            "<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'\">",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "<meta name=\"referrer\" content=\"no-referrer\">", "<meta name=\"robots\" content=\"noindex\">",
            "<title>\(HTMLText.escaped(title))</title>", "<style>\(style)</style>", "</head>",
        ]
    }
}
