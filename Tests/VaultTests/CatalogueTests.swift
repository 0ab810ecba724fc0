import TestSupport
import Testing

@testable import Vault

struct CatalogueTests {
    @Test(arguments: [
        #"" OR "x"#, "text:van", "van NEAR school", "van*", "-van", "^van", "(van", "van)", "\"", "''",
        "van; DROP TABLE post",
        "a\u{0}b", "*", "+", "{text author}: van", "\u{202E}van", String(repeating: "van ", count: 5000), "🦆",
        "",
    ])
    func whateverIsTypedIsOnlyLookedFor(words: String) throws {
        let made = try VaultMaker()
        try made.add("a van outside the school")
        let catalogue = try made.open().catalogue
        let found = try catalogue.find([words], .init(), limit: 9).found
        // An asterisk at the end is the one sign with a meaning; the others are between words, as any punctuation is.
        #expect(
            found.isEmpty || ["van*", "-van", "^van", "(van", "van)", "\u{202E}van"].contains(words),
            "\(found)")
        #expect(try catalogue.find(["van"], .init(), limit: 9).found.count == 1)
    }

    @Test func findsPhrasesBeginningsNamesAndOtherSpellings() throws {
        let made = try VaultMaker()
        try made.open().openCase("OP-1", title: "", by: made.maker.officer, at: made.time)
        try made.add("Ein Fuß im Café", casework: "OP-1", title: "Coffee house")
        try made.add("a van outside the school")
        let catalogue = try made.open().catalogue
        func names(_ words: String..., casework: String? = nil) throws -> [String] {
            var filter = Catalogue.Filter()
            filter.casework = casework
            return try catalogue.find(words, filter, limit: 9).found.map(\.entry.name)
        }
        #expect(try names("cafe") == ["OP-1:JD/1"])
        #expect(try names("outside the") == ["JD/1"])
        #expect(try names("the outside").isEmpty)
        #expect(try names("outs*", "northgate_w") == ["JD/1"])
        #expect(try names("social.example") == ["JD/1", "OP-1:JD/1"])
        #expect(try names("social.example", casework: "OP-1") == ["OP-1:JD/1"])
        #expect(try names("coffee") == ["OP-1:JD/1"])
        // One word in the title, one in the post, one in both addresses; a word that is nowhere leaves nothing.
        #expect(try names("coffee", "cafe", "social.example") == ["OP-1:JD/1"])
        #expect(try names("social.example", "outs*") == ["JD/1"])
        #expect(try names("coffee", "van").isEmpty && names("van", "coffee", "*") == [])
        #expect(
            try catalogue.find(["outside"], .init(), limit: 9).found.first?.words.contains("van outside")
                == true)
        var filter = Catalogue.Filter()
        filter.report = "R/1"
        #expect(try catalogue.list(filter, limit: 1).total == 2)
    }

    @Test func referencesHaveOneForm() {
        for text in ["SJ/1", "A/9999999", "ABCDEFGH/12/zz"] { #expect(ExhibitReference(text)?.text == text) }
        #expect(ExhibitReference("sj/7/B")?.text == "SJ/7/b")
        for text in [
            "", "SJ", "SJ/", "SJ/0", "SJ/01", "SJ/-1", "SJ/1/", "SJ/1/1", "/1", "S J/1", "ABCDEFGHI/1",
            "SJ/10000000",
            "SJ/1/aaaa", "SJ/1/a/b", "ÄB/1", "SJ/١",
        ] {
            #expect(ExhibitReference(text) == nil, "\(text)")
        }
        #expect(ExhibitReference.part(after: "") == "a" && ExhibitReference.part(after: "z") == "aa")
        #expect(ExhibitReference.part(after: "az") == "ba" && ExhibitReference.part(after: "zzz") == nil)
    }

    @Test func initialsComeFromTheName() {
        #expect(OfficerInitials.of("PC 1234 Jo Doe") == "JD")
        #expect(OfficerInitials.of("Detective Sergeant Sarah-Jane O'Neill") == "SJO")
        #expect(OfficerInitials.of("Samira Jones") == "SJ")
        #expect(OfficerInitials.of("Søren Ó'Brien-Jäger") == "SOJ")
        #expect(OfficerInitials.of("PC 7 Łucja Þórsdóttir") == "LT")
        #expect(OfficerInitials.of("A\u{308}sa Ærø") == "AA")
        #expect(OfficerInitials.of("DC 42") == nil)
        #expect(OfficerInitials.of("Ольга Иванова") == nil)
    }

    @Test func casesAndTagsAreNamedInSafeCharacters() {
        #expect(CaseReference.isValid("NG/2931/26") && CaseReference.isValid("Op Heron"))
        for text in ["", "a:b", " a", "a ", "-a", "a\u{1B}[2J", "a\nb", String(repeating: "x", count: 65)] {
            #expect(!CaseReference.isValid(text), "\(text)")
        }
        #expect(ExhibitTag.isValid("under-18") && ExhibitTag.isValid("urgent"))
        for text in ["", "-x", "Urgent", "a b", "ä", String(repeating: "x", count: 41)] {
            #expect(!ExhibitTag.isValid(text))
        }
    }
}
