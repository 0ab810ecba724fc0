import Bytes
import Foundation
import Hashing
import TestSupport
import Testing
import Transparency
import TransparencyLogs

/// Proofs about trees: published ones, and those made here against trees that grow leaf by leaf.
struct MerkleProofTests {
    private static func digest(_ json: JSONValue?) -> SHA256Digest? {
        (json?.string).flatMap { Base64.decode($0) }.flatMap { SHA256Digest(bytes: $0) }
    }

    private static func files(_ kind: String) throws -> [String] {
        let folder = Package.shared + "/vectors/merkle/" + kind
        return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }
            .sorted().map {
                folder + "/" + $0
            }
    }

    @Test(.enabled(if: Package.hasShared, "needs the published vectors beside the project"))
    func publishedProofsOfLeaves() throws {
        let files = try Self.files("inclusion")
        #expect(files.count > 40)
        for file in files {
            let json = try JSONReader.parse([UInt8](Data(contentsOf: URL(fileURLWithPath: file))))
            // A root of another size is no digest: refused before any proof.
            guard let leaf = Self.digest(json["leafHash"]), let root = Self.digest(json["root"]) else {
                #expect(json["wantErr"]?.bool == true, "\(file)")
                continue
            }
            let path = (json["proof"]?.array ?? []).map { Self.digest($0) }
            let isGood =
                path.allSatisfy { $0 != nil }
                && MerkleProof.isIncluded(
                    leaf, at: Int(json["leafIdx"]?.integer ?? -1),
                    inTreeOf: Int(json["treeSize"]?.integer ?? 0), root: root,
                    path: path.compactMap(\.self))
            #expect(isGood == (json["wantErr"]?.bool == false), "\(file)")
        }
    }

    @Test(.enabled(if: Package.hasShared, "needs the published vectors beside the project"))
    func publishedProofsOfGrowth() throws {
        let files = try Self.files("consistency")
        #expect(files.count > 40)
        for file in files {
            let json = try JSONReader.parse([UInt8](Data(contentsOf: URL(fileURLWithPath: file))))
            guard let one = Self.digest(json["root1"]), let two = Self.digest(json["root2"]) else {
                #expect(json["wantErr"]?.bool == true, "\(file)")
                continue
            }
            let sizes = (Int(json["size1"]?.integer ?? -1), Int(json["size2"]?.integer ?? -1))
            let path = (json["proof"]?.array ?? []).map { Self.digest($0) }
            let isGood =
                path.allSatisfy { $0 != nil }
                && MerkleProof.isConsistent(sizes.0, one, with: sizes.1, two, path: path.compactMap(\.self))
            // Nothing is proven of an empty tree here: who asks has seen at least one entry.
            let isWanted = json["wantErr"]?.bool == false && sizes.0 > 0
            #expect(isGood == isWanted, "\(file)")
        }
    }

    /// Roots of full subtrees of so many leaves.
    private struct Leaves {
        let digests: [SHA256Digest]

        init(_ count: Int) { digests = (0..<count).map { MerkleTree.leaf(Array("leaf \($0)".utf8)) } }

        func hash(_ level: Int, _ index: Int) -> SHA256Digest {
            var tree = MerkleTree()
            for leaf in digests[(index << level)..<((index + 1) << level)] { tree.append(leaf) }
            return tree.root
        }

        func root(_ count: Int) -> SHA256Digest {
            var tree = MerkleTree()
            for leaf in digests.prefix(count) { tree.append(leaf) }
            return tree.root
        }
    }

    @Test func whatIsMadeHereIsTakenAndNothingElse() throws {
        let leaves = Leaves(40)
        for size in 1...40 {
            let root = leaves.root(size)
            #expect(MerkleProof.root(ofFirst: size, hash: leaves.hash) == root)
            for index in 0..<size {
                let path = MerkleProof.inclusion(of: index, inTreeOf: size, hash: leaves.hash)
                #expect(
                    MerkleProof.isIncluded(
                        leaves.digests[index], at: index, inTreeOf: size, root: root, path: path))
                #expect(
                    !MerkleProof.isIncluded(
                        leaves.digests[(index + 1) % 40], at: index, inTreeOf: size, root: root, path: path))
                #expect(
                    !MerkleProof.isIncluded(
                        leaves.digests[index], at: index, inTreeOf: size, root: root, path: path + [root]))
            }
            for earlier in 1...size {
                let path = MerkleProof.consistency(of: earlier, with: size, hash: leaves.hash)
                #expect(
                    MerkleProof.isConsistent(earlier, leaves.root(earlier), with: size, root, path: path),
                    "\(earlier) of \(size)")
                #expect(
                    !MerkleProof.isConsistent(
                        earlier, leaves.root(earlier), with: size, leaves.root(size == 40 ? 39 : size + 1),
                        path: path))
            }
        }
    }

    @Test func tilesHaveTheNamesOfTheStandard() {
        #expect(TilePath.hashes(level: 0, index: 1_234_067) == "tile/0/x001/x234/067")
        #expect(TilePath.entries(index: 273, width: 112) == "tile/entries/273.p/112")
        let last = TilePath.last(ofTreeOf: 70_000)
        #expect(last.map(\.width) == [112, 17, 1])
        #expect(last.map(\.index) == [273, 1, 0])
        #expect(TilePath.last(ofTreeOf: 256).map(\.width) == [256, 1])
    }
}
