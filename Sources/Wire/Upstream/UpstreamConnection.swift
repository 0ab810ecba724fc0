/// An open connection to a server, whose record is in the bundle already.
final class UpstreamConnection {
    let record: ConnectionRecord
    let channel: any ByteChannel
    let reader: ChannelReader
    /// How many exchanges it has carried.
    var exchanges = 0

    init(record: ConnectionRecord, channel: any ByteChannel) {
        self.record = record
        self.channel = channel
        reader = ChannelReader(channel)
    }

    var number: Int { record.number }

    /// The server's own address; nil when an outbound proxy stands between.
    var serverAddress: String? { record.via == nil ? record.address?.description : nil }

    /// Whether this connection can serve a request to this place.
    func leads(to host: String, port: Int, isSecure: Bool) -> Bool {
        record.host == host && record.port == port && record.isSecure == isSecure
    }

    /// Whether the server closed it, or sent what nobody asked for, since the last exchange.
    var isStale: Bool { exchanges > 0 && (reader.hasBuffered || channel.hasSomething) }
}
