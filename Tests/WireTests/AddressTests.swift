import Testing
import Wire

/// Which addresses a capture connects to.
@Suite struct AddressTests {
    @Test(arguments: [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "100.64.0.1", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.168.1.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::",
        "::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1",
        "fc00::1",
        "fd12:3456::1", "ff02::1", "2001:db8::1", "2001::1", "100::1", "fec0::1",
    ])
    func privateAndSpecialOnesAreNotPublic(text: String) throws {
        #expect(try #require(IPAddress(text)).isPublic == false)
    }

    @Test(arguments: [
        "1.1.1.1", "172.32.0.1", "100.128.0.1", "93.184.216.34", "2606:4700::1111",
        "2a00:1450:4009:80b::200e",
        "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1",
    ])
    func thoseOfThePublicInternetAre(text: String) throws { #expect(try #require(IPAddress(text)).isPublic) }

    @Test(arguments: [
        "127.1", "0x7f.0.0.1", "2130706433", "[::1]", "fe80::1%eth0", "1.2.3.4.", "", "localhost",
    ])
    func oddSpellingsAreNoAddresses(text: String) { #expect(IPAddress(text) == nil) }

    @Test func aFixedNameMayHaveAPort() throws {
        let plain = try #require(NameResolver.Fixed("Example.org=127.0.0.1"))
        #expect(plain.host == "example.org" && plain.port == nil)
        let withPort = try #require(NameResolver.Fixed("x.test=[::1]:8443"))
        #expect("\(withPort.address)" == "::1" && withPort.port == 8443)
        #expect(NameResolver.Fixed("x.test=nowhere") == nil)
        #expect(NameResolver.Fixed("=1.2.3.4") == nil)
    }
}
