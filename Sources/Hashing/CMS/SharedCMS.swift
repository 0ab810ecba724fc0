import Synchronization

/// A CMS structure that was read once and is verified later; libcrypto changes it while it verifies.
final class SharedCMS: @unchecked Sendable {
    // Invariant of Sendable: the structure is used inside the lock only.
    private let owner: CMSOwner
    private let lock = Mutex(())

    init(_ owner: consuming CMSOwner) { self.owner = owner }

    func withLock<Result>(_ body: (borrowing CMSOwner) throws(OpenSSLError) -> Result) throws(OpenSSLError)
        -> Result
    {
        try lock.withLock { _ throws(OpenSSLError) in try body(owner) }
    }
}
