import Bytes

/// A HAR file, which browsers write of what they loaded: answers are read like recorded ones.
enum HARExport {
    private static let limits = JSONLimits(maximumBytes: 64 << 20, maximumDepth: 64, maximumValues: 4 << 20)

    static func posts(_ bytes: [UInt8], name: String) -> [Post] {
        guard let json = try? JSONReader.parse(bytes, limits: limits) else { return [] }
        let entries = json["log"]?["entries"]?.array ?? []
        return entries.enumerated().flatMap { place, entry -> [Post] in
            let content = entry["response"]?["content"]
            guard let address = entry["request"]?["url"]?.string, let text = content?["text"]?.string else {
                return []
            }
            let mediaType = content?["mimeType"]?.string?.prefix { $0 != ";" }.lowercased()
            guard PostCollection.mayHoldPosts(address: address, mediaType: mediaType) else { return [] }
            let body = content?["encoding"]?.string == "base64" ? Base64.decode(text) ?? [] : Array(text.utf8)
            let status = Int(entry["response"]?["status"]?.integer ?? 200)
            return PostReaders.posts(
                in: PostBody(address: address, status: status, mediaType: mediaType, bytes: body),
                inside: "\(name)#/log/entries/\(place)/response/content/text")
        }
    }
}
