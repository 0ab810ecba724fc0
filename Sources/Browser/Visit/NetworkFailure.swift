internal import Bytes

/// Chromium's names of network failures, in plain English.
enum NetworkFailure {
    private static let known: [String: String] = [
        "ERR_NAME_NOT_RESOLVED": "the name of the server does not exist",
        "ERR_CONNECTION_REFUSED": "the server refused the connection",
        "ERR_CONNECTION_RESET": "the server broke off the connection",
        "ERR_CONNECTION_CLOSED": "the server closed the connection",
        "ERR_CONNECTION_TIMED_OUT": "the server did not answer in time",
        "ERR_TIMED_OUT": "the server did not answer in time",
        "ERR_ADDRESS_UNREACHABLE": "the server cannot be reached",
        "ERR_INTERNET_DISCONNECTED": "this machine has no network",
        "ERR_EMPTY_RESPONSE": "the server closed the connection without an answer",
        "ERR_INVALID_RESPONSE": "the answer of the server is not HTTP",
        "ERR_INVALID_HTTP_RESPONSE": "the answer of the server is not HTTP",
        "ERR_RESPONSE_HEADERS_TOO_BIG": "the header fields of the answer are too long",
        "ERR_TOO_MANY_REDIRECTS": "the server led from one address to another without end",
        "ERR_UNSAFE_REDIRECT": "the server led to an address that may not be followed",
        "ERR_INVALID_REDIRECT": "the server led to an address that is none",
        "ERR_PROXY_CONNECTION_FAILED": "the recording proxy cannot be reached",
        "ERR_TUNNEL_CONNECTION_FAILED": "the recording proxy could not connect to the server",
        "ERR_CERT_AUTHORITY_INVALID": "the certificate of the server is from no known authority",
        "ERR_CERT_DATE_INVALID": "the certificate of the server is not valid now",
        "ERR_CERT_COMMON_NAME_INVALID": "the certificate of the server is for another name",
        "ERR_SSL_PROTOCOL_ERROR": "the server does not speak TLS as it should",
        "ERR_BLOCKED_BY_RESPONSE": "the server forbids that its answer is shown",
        "ERR_HTTP_RESPONSE_CODE_FAILURE": "the server answered with an error and no page",
        "ERR_INVALID_URL": "the address is none",
        "ERR_UNKNOWN_URL_SCHEME": "the address is none that a browser opens",
        "ERR_ABORTED": "the page was broken off before it came: there is nothing to show at this address",
    ]

    /// As "the server refused the connection (net::ERR_CONNECTION_REFUSED)".
    static func words(for code: String) -> String {
        let name = code.hasPrefix("net::") ? String(code.dropFirst(5)) : code
        return (known[name] ?? "the page could not be loaded") + " (\(SafeText.escaped(code, limit: 80)))"
    }
}
