extension PageScript {
    /// The page's title and address, and how much there is of it.
    static let readPageBody = #"""
        const root = documentMember('documentElement');
        return answer({
          title: String(documentMember('title')).slice(0, 4096), address: location.href.slice(0, 8192),
          htmlLength: root ? root.outerHTML.length : 0,
        });
        """#

    /// The text that is shown.
    static let readTextBody = #"""
        const body = documentMember('body');
        const text = body ? String(body.innerText ?? '') : '';
        return answer({ text: text.slice(0, 4000000), length: text.length });
        """#
}
