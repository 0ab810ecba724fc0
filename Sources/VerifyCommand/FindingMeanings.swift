/// What each finding means: the tables of `docs/formats/findings.md` and `handover.md`, written by `scripts/make-meanings`.
enum FindingMeanings {
    /// Code, dimension, kind and meaning in a line.
    private static let table = #"""
        container.checksum | container | altered | The CRC-32 of a file is not the one in its header.
        container.empty-file | container | malformed | A file has no bytes.
        container.extension | container | note | A file `evidence/ext-…`: bound like all others, and not understood.
        container.file-too-large | container | malformed | A file is larger than the format allows.
        container.foreign | container | foreign | The file is not a bundle of this format; nothing was checked.
        container.incomplete | container | damaged | The end of the copy is missing.
        container.missing | completeness | altered | A file that every bundle has, or one of a pair, is missing.
        container.order | container | malformed | A file has a name that the format does not know, or is not in its place.
        container.parcel | container | foreign | The file is no bundle, but a handover, or a ZIP file with bundles in it; nothing was checked.
        container.unreadable | container | foreign | The system does not let the verifier read the file; nothing was checked.
        zip.not-a-container | container | malformed | The file names evidence files and is no ZIP file of the format.
        zip.end-record | container | malformed | The end record is not where or what it must be.
        zip.directory | container | malformed | The directory has another byte than the format asks for.
        zip.local-header | container | malformed | A local header differs from the directory.
        zip.layout | container | malformed | Files do not follow one another without gap or overlap.
        zip.name | container | malformed | A name is not allowed, or stands there twice.
        zip.too-large | container | malformed | A file reaches 3.75 GiB.
        page.known | container | note | The file is the page `verify.html` of the checking program's own version.
        page.unknown | container | unanchored | The file is a web page, and not `verify.html` of the checking program's own version.
        statement.form | statement | malformed | The statement or derivation is not in the grammar of the format.
        statement.signature-form | statement | altered | The signature file is not the CMS signed-data that the format asks for.
        statement.signature-invalid | statement | altered | The signature is not one over this statement or derivation.
        statement.signature-value-differs | statement | altered | `statement.sig`, `original-statement.sig` or `derivation.sig` is not the value inside the signature file of that name.
        statement.signer-differs | statement | altered | The statement or derivation names another certificate than the one that signed it.
        statement.version | statement | unsupported | Validly signed, in a version or with a `critical` name that this verifier does not know.
        statement.version-detail | statement | note | Which version or name that is.
        statement.window | time | malformed | The capture ends before it begins.
        plan.differs | statement | malformed | The plan says something else than the statement.
        plan.form | statement | malformed | The plan is not in the grammar of the format.
        plan.missing | statement | malformed | The second record is not the plan.
        plan.signature-form | statement | malformed | The plan's signature is not the CMS signed-data that the format asks for.
        plan.signature-invalid | statement | malformed | The plan's signature is not one over the plan.
        plan.signature-missing | statement | malformed | The third record is not the plan's signature.
        plan.signer-differs | statement | malformed | The plan names another certificate than the one that signed it.
        plan.version | statement | unsupported | The plan is of a version, or has a `critical` name, that this verifier does not know.
        plan.version-detail | statement | note | Which version or name that is.
        derivation.original-differs | statement | altered | The derivation is from another bundle, or another statement, than the one inside.
        derivation.trees-differ | completeness | malformed | The counts or the root that the derivation gives are not those of the original statement and of the new files.
        derivation.made | time | malformed | Parts were withheld before the capture had ended.
        derivation.withheld-differs | completeness | altered | A line is withheld that the derivation does not list, or the other way round.
        derivation.new-differs | completeness | altered | The new files are not those that the derivation lists.
        derivation.together | completeness | malformed | The first record is withheld, or one of the plan and its signature, or of a request and its response.
        derivation.plan-withheld | statement | caveat | The plan is withheld.
        derivation.capture-reduced | completeness | caveat | What the capture said of itself is told in the words of who disclosed.
        derivation.redacted | records | caveat | A picture was made by who disclosed from one that is withheld.
        derivation.unchecked | completeness | note | What cannot be checked in any derived bundle.
        records.lines | records | malformed | `records.jsonl` is not lines of at most 64 KiB.
        records.line-form | records | malformed | A line of `records.jsonl` is not in the grammar of the format.
        records.too-many | records | malformed | More than 2^22 records.
        records.withheld | completeness | malformed | A record is withheld, and nothing signed in the file allows that.
        records.place | records | altered | A line is not that of the member in its place of the archive files.
        records.missing | completeness | altered | A line has no record in the archive files.
        records.untold | completeness | altered | The archive files hold more than the lines tell.
        records.root | records | altered | The lines do not give the root that is signed, by the statement or by the derivation.
        records.digest | records | altered | A member's digest is not that of its line.
        records.gzip | records | malformed | A member is not a gzip member of the format.
        records.header | records | malformed | A record's header breaks a rule of section 4.
        records.length | records | malformed | A block is not as long as `Content-Length` says.
        records.end | records | malformed | A record does not end with two line ends.
        records.http-head | records | malformed | An HTTP head is longer than 1 MiB.
        records.line-differs | records | malformed | Id, type, address or date of a record are not those of its line.
        records.date | time | malformed | A record's date is not in the statement's window.
        records.block-digest | records | malformed | `WARC-Block-Digest` is not the block's.
        records.payload-digest | records | malformed | `WARC-Payload-Digest` is not the payload's.
        records.masked | records | malformed | A masked range holds something else than the mask.
        records.masks | records | note | How many places are masked.
        records.large-shares-file | records | malformed | A record over 8 MiB is not alone in its file.
        records.file-split | records | malformed | An archive file begins or ends at another record than the format says.
        records.id-twice | records | malformed | Two records have the same `WARC-Record-ID`.
        records.first | records | malformed | Warcinfo or plan stand elsewhere than at the beginning.
        records.pair | records, completeness | malformed | Request and response do not stand side by side, or do not name each other.
        records.connections | origin | malformed | Connection records and exchanges do not fit together (sections 4 and 11).
        records.incomplete | index | note | A record could not be read, so that index, pages, masks and counts were not compared.
        files.lines | completeness | malformed | `files.jsonl` is not lines of at most 64 KiB.
        files.line-form | completeness | malformed | A line of `files.jsonl` is not in the grammar of the format.
        files.path | completeness | altered | Lines and files are not the same in the same order.
        files.digest | completeness | altered | A file's digest or size is not that of its line.
        files.root | completeness | altered | The lines do not give the root that is signed, by the statement or by the derivation.
        files.json | completeness | malformed | An evidence file is not JSON of the format.
        masked.line-form | records | malformed | A line of `masked.jsonl` is not in the grammar of the format.
        masked.differs | records | malformed | The commitments are not those of the masked ranges.
        masked.fewer | records | caveat | Some masked secrets have no commitment.
        index.gzip | index | malformed | The index is not gzip members of the format.
        index.member | index | malformed | A member of the index does not hold 300 lines.
        index.order | index | malformed | The lines of the index are not sorted, each once.
        index.differs | index | malformed | The index does not list exactly the records of the bundle.
        index.idx-differs | index | malformed | `index.idx` is not the one that the index gives.
        pages.lines | index | malformed | `pages.jsonl` is not lines of at most 64 KiB.
        pages.differ | index | malformed | A line of `pages.jsonl` is not the one that the records give.
        pages.missing | index | malformed | A page has no line in `pages.jsonl`.
        package.differs | container | altered | `datapackage.json` is not the one that the files give.
        package.digest-differs | container | altered | `datapackage-digest.json` is not the one that `datapackage.json` gives.
        package.key-differs | container | altered | The packaging key is not the one that the statement names.
        package.signature-invalid | container | altered | The packaging key's signature is not valid.
        capture.form | completeness | malformed | `capture.json` is not in the grammar of the format.
        capture.window | completeness | malformed | The window of `capture.json` is not the statement's.
        capture.plan-differs | completeness | malformed | Target or engine of `capture.json` are not the plan's.
        capture.counts | completeness | malformed | The counts of `capture.json` are not those of the records.
        capture.outcome | completeness | malformed | A recovered bundle calls itself more than partial.
        capture.caveat | origin | caveat | A caveat that the capture told; its code stands as the place.
        recovered | completeness | caveat | The bundle was sealed after the capturing process had ended.
        recovered-by-another | signer | caveat | Another officer than the one who began the capture sealed it.
        recovered-unjournalled | completeness | caveat | Records stand beyond the last signed checkpoint.
        recovery.statement | statement | malformed | What the statement says of the recovery does not fit together.
        recovery.checkpoint | statement | malformed | The journal's checkpoint is not signed by the key of the capture.
        recovery.root | records | malformed | The checkpoint's root is not that of the first records.
        origin.contradiction | origin | malformed | A connection record says something else than its own handshake.
        origin.signature-invalid | origin | malformed | The server's signature over a recorded handshake is not valid.
        origin.random-differs | origin | malformed | A handshake does not hold the value that ties it to the timestamp before the capture.
        origin.not-fresh | origin | caveat | Nothing that counts shows that the handshakes are not older than the capture.
        origin.not-anchored | origin | caveat | Servers' certificates lead to no authority that the verifier was given.
        origin.chains-unchecked | origin | note | No authorities of servers were given, so chains were not checked.
        origin.intercepted-possible | origin | caveat | A certificate came without a timestamp of a transparency log that the verifier was given.
        origin.name-differs | origin | caveat | A server's certificate is not for the host that was asked for.
        origin.certificate-revoked | origin | caveat | The server's stapled OCSP response says that its certificate was revoked.
        origin.unsigned | origin | caveat | The server signed nothing: a key agreed on by RSA, or a resumed session.
        origin.weak | origin | caveat | The server signed with SHA-1 or in another way that proves nothing today.
        origin.unreadable | origin | caveat | A recorded handshake cannot be read.
        signer.not-anchored | signer | unanchored | Nothing that the verifier was given ties the signer's key to a person.
        signer.not-anchored-reason | signer | note | Why not.
        signer.time-unknown | signer | unanchored | The certificate leads to a trusted authority, and nothing shows when it signed.
        signer.certificate | signer | caveat | The certificate was not valid when the capture ended, or at the time of the timestamp.
        signer.weak-key | signer | unanchored | The signer's key is none of P-256, P-384, RSA of 2048 to 4096 bits.
        signer.weak-digest | signer | unanchored | The signature is valid and rests on another digest than SHA-256; nothing else was checked.
        signer.revoked | signer | unanchored | The signer's certificate, or that of an authority above it, had been revoked when it signed.
        signer.revoked-later | signer | note | It was revoked after it had signed.
        signer.revocation-required | signer | unanchored | It was asked that revocation be known, and it is not.
        signer.revocation-unknown | signer | caveat | Nothing in the file tells whether the signer's certificate had been revoked.
        time.claimed-only | time | caveat | The times are those of the capturing machine's clock.
        time.required | time | unanchored | A checked timestamp was asked for, and there is none.
        time.ahead | time | caveat | The capture ended later than it is by the verifier's clock.
        time.token-differs | time | malformed | The tokens inside the signature are not those beside it.
        time.bracket-differs | time | malformed | `bracket.tst` is not the token that the statement names.
        time.bracket-late | time | malformed | The timestamp before the capture is later than its beginning.
        time.token-form | time | malformed | A token is not a timestamp token of RFC 3161, or its signature is not valid.
        time.token-other | time | altered | A token is over something else than it must be.
        time.token-early | time | malformed | A token over the signature is of a time before the capture had ended.
        time.token-late | time | caveat | It is of a time more than an hour after.
        time.token-weak | time | caveat | A token rests on a digest that is too weak; it is not counted.
        time.token-not-anchored | time | caveat | Nothing that the verifier was given vouches for the authority; the token is not counted.
        time.token-revoked | time | caveat | The authority's certificate had been revoked by then; the token is not counted.
        time.token-aged | time | caveat | The authority's certificate has ended since, and no renewal keeps the time alive.
        time.sidecar-unusable | time | caveat | A file beside the bundle is broken, another's, or over something else; it is not counted.
        custody.form | custody | malformed | What the statement names as the custody log's checkpoint is none.
        custody.named | custody | note | The statement names a custody log; a transcript of it shows what was done since.
        custody.transcript-form | custody | malformed | The file is no transcript of the format.
        custody.checkpoint | custody | malformed | A checkpoint in the transcript is of another log.
        custody.checkpoint-signature | custody | malformed | A checkpoint in the transcript is not signed by the log's key.
        custody.log-not-anchored | custody | unanchored | The log's key is none that the verifier was given.
        custody.incarnation | custody | caveat | The log was restored, and the verifier was given its name before that.
        custody.not-consistent | custody | altered | The log does not go on from a checkpoint that it signed before, or shows two faces.
        custody.event-order | custody | malformed | The events are not in the order of the log.
        custody.event-not-in-log | custody | altered | An event is not proven to stand in the log.
        custody.event-form | custody | malformed | An entry is no event of the bundle.
        custody.event-signature | custody | altered | An event is not signed by who is said to have acted.
        custody.event | custody | note | An event that is proven and signed.
        custody.details-differ | custody | altered | The details of an event are not those that were signed.
        custody.details-erased | custody | note | The details of an event are not there.
        custody.key-not-added | custody | malformed | By the log's own entries an event is not one that its signer could write.
        custody.signer-not-anchored | custody | unanchored | Nothing that the verifier was given ties the key of who acted to a person.
        custody.self-asserted | custody | caveat | No witness and no timestamp that counts vouches for the log.
        custody.cosignature-invalid | custody | malformed | A witness's cosignature is not one over its checkpoint.
        custody.cosignature-future | custody | unanchored | A witness signed for a time that lies ahead.
        custody.time-differs | custody | altered | An event says a time after the one by which others saw it in the log.
        custody.back-dated | custody | caveat | An event says a time long before one at which others did not see it in the log.
        custody.other-bundle | custody | caveat | The transcript is of none of the bundles that were given.
        custody.digest-differs | custody | altered | The bundle is not the file that the log tells of.
        custody.two-digests | custody | caveat | The log tells of two files under one name.
        custody.statement-differs | custody | altered | The bundle names a checkpoint of another log.
        custody.statement-unproven | custody | unanchored | The transcript does not show that the log goes on from the checkpoint that the bundle names.
        custody.begun-missing | custody | altered | The log has no beginning of the capture where the bundle says so.
        custody.lost-by-restore | custody | caveat | The bundle names entries that were lost when the log was restored.
        quick | records | note | Only a quick check was made.
        foreign.unknown | container | foreign | None of the kinds that are known; nothing was checked.
        foreign.kind | container | foreign | A WACZ or WARC file or a bag of another program, which keeps to its own rules.
        foreign.arc | records | foreign | An ARC file, the form before WARC; it was not checked.
        foreign.zip-end | container | damaged | The end record of the ZIP file is missing.
        foreign.zip-trailing | container | malformed | Bytes follow the end of the ZIP file.
        foreign.zip-prefix | container | malformed | Bytes stand before the first file.
        foreign.zip-comment | container | note | The ZIP file has a comment.
        foreign.zip-streamed | container | note | The ZIP file was written as a stream.
        foreign.zip-directory | container | malformed | The directory is not where or what the end record says.
        foreign.zip-local | container | malformed | A local header differs from the directory.
        foreign.zip-overlap | container | malformed | Two files share bytes.
        foreign.zip-hidden | container | malformed | There is something that the directory does not list.
        foreign.zip-duplicate | container | malformed | Two files have one name, but for upper and lower case.
        foreign.zip-name | container | malformed | A name leads out of its folder, or is a symbolic link's.
        foreign.zip-encrypted | container | malformed | A file is encrypted.
        foreign.zip-method | container | malformed | A file is compressed in a way that is not known.
        foreign.package-missing | container | malformed | `datapackage.json` is missing or cannot be read.
        foreign.package-form | container, completeness, signer | malformed | `datapackage.json` or `datapackage-digest.json` is not what WACZ asks for, or no JSON with one meaning.
        foreign.package-digest | signer | altered | The digest of `datapackage.json` is not that of `datapackage-digest.json`.
        foreign.listed-twice | completeness | malformed | A file is listed twice.
        foreign.missing | completeness | altered | A file is listed and not there.
        foreign.unlisted | completeness | altered | A file is there and not listed.
        foreign.digest | completeness | altered | A file is not the one that the list has the digest of.
        foreign.digest-kind | completeness | malformed | A digest in the list is no SHA-256.
        foreign.size | completeness | malformed | A size in the list is another, or no number.
        foreign.checksum | completeness | altered | The CRC-32 of a file is not the one in the ZIP file.
        foreign.unsigned | signer | caveat | Nothing in the file is signed.
        foreign.signature-form | signer | malformed | The signature is not in one of the two shapes of WACZ-auth.
        foreign.signature-other | signer | altered, malformed | The signature, its time or its timestamp is of something else.
        foreign.signature-invalid | signer | altered | The signature is not one over the list of files.
        foreign.signed-anonymously | signer | caveat | Signed with a key that came with the file.
        foreign.signed-by-domain | signer | note | Signed with a key of a domain, whose certificate and timestamp lead to authorities that the verifier was given.
        foreign.identity-unshown | signer | caveat | Signed with a key of a domain, and its certificate or time is not shown.
        foreign.no-archive | records | malformed | There is no archive file.
        foreign.archive-deflated | records | malformed | An archive file is compressed a second time.
        foreign.records | records | note | How many records there are, and how many have a digest.
        foreign.no-digests | records | caveat | No record has a digest.
        foreign.weak-digest | records, completeness | caveat | Digests are SHA-1 or MD5.
        foreign.record-form | records | malformed | There is something else than WARC records.
        foreign.record-cut | records | note | A record was cut when it was made.
        foreign.gzip | records | altered | A gzip member is broken.
        foreign.members | records | note | Several records share a gzip member.
        foreign.cut | records | damaged | The file ends in the middle of a record.
        foreign.field-missing | records | malformed | A record lacks a field that every record has.
        foreign.field-twice | records | malformed | A record has a field twice that it may have once.
        foreign.block-digest | records | altered | A block digest is not that of the block.
        foreign.payload-digest | records | altered | A payload digest is not that of the payload, with chunk framing or without.
        foreign.payload-other | records | caveat | The same, and the block digest holds.
        foreign.payload-framing | records | note | A payload digest is over the bytes with their chunk framing.
        foreign.no-index | index | malformed | There is no index.
        foreign.index-form | index | malformed | The index, or a line of it, is no CDXJ.
        foreign.index-order | index | caveat | The lines of the index are not sorted.
        foreign.index-differs | index | altered | A line of the index does not lead to a record that says the same.
        foreign.index-incomplete | index | caveat | Records have no line in the index.
        foreign.no-pages | index | malformed | There is no list of pages.
        foreign.pages-form | index | malformed | The list of pages, or a line of it, cannot be read.
        foreign.page-without-record | index | caveat | Pages are listed that no record is of.
        foreign.bag-declaration | completeness | malformed | `bagit.txt` is not the two lines that declare a bag.
        foreign.bag-manifest | completeness | malformed | There is no manifest, or one of a digest that is not known.
        foreign.bag-unlisted | completeness | altered | A file of the payload is not in every manifest.
        foreign.bag-path | completeness | malformed | A path in a manifest leads out of the bag.
        foreign.bag-fetch | completeness | malformed | Files are to be fetched from elsewhere.
        foreign.bag-oxum | completeness | altered | Size and number of files are not those of `Payload-Oxum`.
        handover.missing | container, completeness, statement | malformed, damaged | A file of the handover's list, or a tag file, is not there.
        handover.surplus | completeness | malformed | A file is there that was not signed.
        handover.kind | container | malformed | A link, a pipe, a device, or a folder where none may be.
        handover.twins | container | malformed | Two names differ in case alone.
        handover.too-many | container | malformed | There are more files than a handover has.
        handover.too-large | container | malformed | The list, its signature, a transcript or a file of timestamps is larger than its format allows.
        handover.digest | completeness | altered | A file has another size or digest than was signed.
        handover.tag-file | container | altered, malformed | A tag file is not what follows from list and payload.
        handover.signature | statement | altered | The signature is not one over the list by whom it names, or the names are not those of that certificate.
        handover.form | statement | malformed | The handover's list is not in the form of `docs/formats/handover.md`.
        handover.version | statement | unsupported | The handover's list is of another version.
        handover.bundle-id | statement | altered | A bundle has another id than the list says.
        handover.transcript | custody | altered | A transcript is of another bundle or log than the list says.
        handover.weak-key | signer | unanchored | The signer's key is too weak to rely on.
        handover.not-anchored | signer | unanchored | Nothing that the verifier gave ties the signer's key to a person.
        handover.not-anchored-reason | signer | note | Why nothing that the verifier gave ties the signer's key to a person.
        handover.time-unknown | signer | unanchored | The certificate leads to a trusted authority, at a time that nothing shows.
        handover.revocation-unknown | signer | caveat | Whether the certificate had been revoked is not known.
        handover.certificate | signer | caveat | The certificate was not valid at the time that the list claims.
        handover.log | custody | caveat | That the log of the transcripts is the force's own is the giver's signed word; its key must be compared.
        handover.page | container | caveat | `data/verify.html` is not the page that the checking program's own version makes; `exhibit-verify data/verify.html` tells the same without the bag.
        """#

    /// Nil for what is no code.
    static func text(of code: String) -> String? {
        for line in table.split(separator: "\n") {
            let cells = line.split(separator: "|", maxSplits: 3).map { $0.drop { $0 == " " } }
            guard cells.count == 4, cells[0].split(separator: " ").first.map(String.init) == code else {
                continue
            }
            return "\(code): \(cells[3])\n  It is about: \(cells[1])\n  Its weight: \(cells[2])\n"
        }
        return nil
    }
}
