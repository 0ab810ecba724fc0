import Glibc

/// A value behind a lock, on whose changes threads can wait, until a deadline.
///
/// For threads of our own (`BlockingThread`); never to be waited on from Swift's cooperative pool.
@safe public final class Monitor<Value>: @unchecked Sendable {
    // Invariant of Sendable: `value` is touched only by the thread that holds `mutex`.
    private var value: Value
    // Allocated, since neither may move.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>

    public init(_ value: sending Value) {
        self.value = value
        unsafe mutex = .allocate(capacity: 1)
        unsafe changed = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(changed, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe changed.deallocate()
        unsafe mutex.deallocate()
    }

    /// Runs `body` with the lock held, and wakes who waits.
    public func change<Result, Failure: Error>(_ body: (inout Value) throws(Failure) -> Result)
        throws(Failure)
        -> Result
    {
        unsafe pthread_mutex_lock(mutex)
        defer {
            unsafe pthread_cond_broadcast(changed)
            unsafe pthread_mutex_unlock(mutex)
        }
        return try body(&value)
    }

    /// Runs `body` with the lock held, now and after each change, until it returns a value; nil at the deadline.
    public func wait<Result>(until deadline: Deadline, _ body: (inout Value) -> Result?) -> Result? {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        var time = timespec(
            tv_sec: Int(deadline.nanoseconds / 1_000_000_000),
            tv_nsec: Int(deadline.nanoseconds % 1_000_000_000))
        while true {
            if let result = body(&value) { return result }
            guard unsafe pthread_cond_timedwait(changed, mutex, &time) == 0 || !deadline.hasPassed else {
                return nil
            }
        }
    }
}
