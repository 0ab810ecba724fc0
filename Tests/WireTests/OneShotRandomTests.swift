import COneShotRandom
import Hashing
import Synchronization
import Testing
import Threads

@testable import Wire

/// The value that stands in ClientHello.random: one draw, seen where it belongs, and never a key.
@Suite(.serialized) struct OneShotRandomTests {
    private let value = [UInt8](repeating: 0xA5, count: 32)

    @Test func oneDrawOf32BytesGivesItAndNoOther() throws {
        #expect(arm(value))
        #expect(!arm(value), "already armed")
        #expect(try SecureRandom.bytes(16) != Array(value.prefix(16)))
        #expect(try SecureRandom.bytes(32) == value)
        #expect(try SecureRandom.bytes(32) != value)
        #expect(exhibit_one_shot_disarm() == 1)
        #expect(exhibit_one_shot_disarm() == 0)
        #expect(try SecureRandom.bytes(32) != value)
    }

    @Test func anotherThreadNeverDrawsIt() throws {
        #expect(arm(value))
        let drawn = Mutex<[[UInt8]]>([])
        try BlockingThread.run {
            for _ in 0..<100 { drawn.withLock { $0.append((try? SecureRandom.bytes(32)) ?? []) } }
        }
        let others = drawn.withLock { $0 }
        #expect(Set(others).count == 100 && !others.contains(value))
        #expect(exhibit_one_shot_disarm() == 0)
    }

    @Test func whatIsDrawnWhileOneIsArmedIsRandom() throws {
        let threads = Mutex<Set<[UInt8]>>([])
        var running: [BlockingThread] = []
        for _ in 0..<4 {
            running.append(
                try BlockingThread.start {
                    for round in 0..<200 {
                        let own = [UInt8](repeating: UInt8(round), count: 32)
                        _ = arm(own)
                        let first = (try? SecureRandom.bytes(32)) ?? []
                        let second = (try? SecureRandom.bytes(32)) ?? []
                        _ = exhibit_one_shot_disarm()
                        threads.withLock { seen in
                            if first == own { seen.insert(second) }
                        }
                    }
                })
        }
        for thread in running { thread.join() }
        #expect(threads.withLock { $0.count } == 800)
    }

    @Test func aHelloWithoutItIsNoticed() {
        let log = HandshakeLog(expecting: value)
        #expect(!log.isBracketed)
        let header: [UInt8] = [1, 0, 0, 40, 3, 3]
        log.add(HandshakeLog.Message(isFromClient: true, bytes: header + value + [0, 0, 0, 0, 0, 0]))
        #expect(log.isBracketed)
        // The second hello, after a retry, must have it too.
        log.add(
            HandshakeLog.Message(
                isFromClient: true, bytes: header + [0] + value.dropLast() + [0, 0, 0, 0, 0, 0]))
        #expect(!log.isBracketed)
    }
}

private func arm(_ value: [UInt8]) -> Bool { unsafe exhibit_one_shot_arm(value) == 1 }
