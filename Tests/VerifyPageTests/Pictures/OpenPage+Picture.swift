import Bytes
import Foundation

extension OpenPage {
    /// Shows a file, with everything that differs from run to run replaced, ready for its picture.
    func show(_ scene: PageScene) throws -> Result {
        try set(scene.options, certificates: KitAgreementTests.folder)
        if let officer = scene.officer {
            let text = JSONValue.string(String(decoding: officer, as: UTF8.self)).serialized()
            try evaluate("document.getElementById('trust').value = \(String(decoding: text, as: UTF8.self))")
        }
        // The same name as before: without this the field does not tell that it was chosen again.
        try evaluate("document.getElementById('files').value = ''")
        let results = try check([write(scene.bytes, to: scene.file)])
        // Pictures and texts come from the file after the verdict.
        try wait(
            """
            [...document.querySelectorAll('.picture, pre')].every(({ textContent }) => textContent !== '…')
              && [...document.images].every(({ complete }) => complete)
            """)
        try evaluate(Self.fixed)
        guard let result = results.first else { throw Failure(words: "no result") }
        return result
    }

    /// Adds a rule to the style of the page.
    func addStyle(_ rule: String) throws {
        let text = String(decoding: JSONValue.string(rule).serialized(), as: UTF8.self)
        try evaluate(
            "{ const [sheet] = document.styleSheets; sheet.insertRule(\(text), sheet.cssRules.length); }")
    }

    /// Fonts that the project's packages install: what is `system-ui` differs from machine to machine.
    func useFixedFonts() throws {
        try addStyle("body, button, input { font-family: 'Liberation Sans' !important; }")
        try addStyle("code, pre, textarea, .name { font-family: 'Liberation Mono' !important; }")
        try addStyle(".mark { font-family: 'Liberation Sans', 'Noto Sans Symbols 2', 'Noto Sans Symbols2'; }")
    }

    /// A picture of what the page says, as wide as the page has become; `whole` is of the whole page.
    func picture(whole: Bool = false) throws -> Picture {
        let place = try evaluate(
            """
            (() => {
              const { y, height } = document.getElementById('results').getBoundingClientRect();
              const { scrollWidth, scrollHeight } = document.documentElement;
              const top = \(whole) ? 0 : Math.floor(y + scrollY);
              return { x: 0, y: top, width: scrollWidth, height: \(whole) ? scrollHeight : Math.ceil(height), scale: 1 };
            })()
            """)
        let answer = try call(
            "Page.captureScreenshot", ["format": "png", "captureBeyondViewport": true, "clip": place])
        return try Picture(png: Base64.decode(answer["data"]?.string ?? "") ?? [])
    }

    /// Replaces identifiers, digests, keys, times and lengths in the page by texts as long, and takes the focus away.
    private static let fixed = #"""
        {
          document.activeElement.blur();
          const varying = [
            [/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "00000000-0000-4000-8000-000000000000"],
            [/[0-9a-f]{40,}/g, "0"], [/[0-9A-F]{4}(?:-[0-9A-F]{4}){3,}/g, "0000-"], [/[A-Za-z0-9+\/]{44,}=*/g, "0"],
            [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, "2026-11-23T14:32:05Z"], [/\d{5,}/g, "0"],
          ];
          const texts = document.createTreeWalker(document.getElementById("results"), NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            for (const [pattern, fixed] of varying) {
              texts.currentNode.data = texts.currentNode.data.replace(pattern, (found) => fixed.repeat(found.length).slice(0, found.length));
            }
          }
        }
        """#
}
