import Sessions
import Testing

/// Cookies of signed-in accounts.
struct SessionTests {
    @Test func bothFormsOfFilesAreRead() {
        let lines = """
            # Netscape HTTP Cookie File
            .x.example\tTRUE\t/\tTRUE\t1999999999\tauth_token\tabcdef0123456789
            #HttpOnly_www.x.example\tFALSE\t/home\tFALSE\t0\tsid\t1
            not a cookie
            """
        let cookies = CookieFile.read(Array(lines.utf8))
        #expect(cookies.map(\.name) == ["auth_token", "sid"])
        #expect(cookies[0].domain == "x.example" && cookies[0].includesSubdomains && cookies[0].isSecure)
        #expect(cookies[1].isHTTPOnly && !cookies[1].includesSubdomains)
        let json =
            #"[{"domain":".x.example","hostOnly":false,"httpOnly":true,"name":"a","path":"/","secure":true,"value":"b"},{"name":"bad\nname","value":"","domain":"x"}]"#
        #expect(CookieFile.read(Array(json.utf8)).map(\.name) == ["a"])
    }

    @Test func cookiesGoOnlyWhereTheyBelong() throws {
        let cookie = try #require(
            SessionCookie(
                name: "a", value: "b", domain: ".x.example", includesSubdomains: true, path: "/in",
                isSecure: true,
                isHTTPOnly: false))
        #expect(cookie.isSent(toHost: "www.x.example", path: "/in/side?q", isSecure: true))
        #expect(cookie.isSent(toHost: "x.example", path: "/in", isSecure: true))
        #expect(!cookie.isSent(toHost: "x.example", path: "/inside", isSecure: true))
        #expect(!cookie.isSent(toHost: "x.example", path: "/in", isSecure: false))
        #expect(!cookie.isSent(toHost: "evilx.example", path: "/in", isSecure: true))
        let profile = SessionProfile(name: "p", account: "@p", logOut: nil, cookies: [cookie])
        #expect(SessionProfile(profile.serialized) == profile)
        #expect(profile.cookieField(host: "x.example", path: "/in/", isSecure: true) == "a=b")
    }
}
