extension PageScript {
    /// Scrolls on by nine tenths of the window.
    static let scrollOnBody =
        scroller + #"""

            const box = scroller();
            const from = box.scrollTop;
            box.scrollTo({ top: from + Math.max(50, Math.floor(box.clientHeight * 0.9)), behavior: 'instant' });
            await twoFrames();
            return answer({
              from: Math.round(from), to: Math.round(box.scrollTop), height: Math.round(box.scrollHeight),
              window: Math.round(box.clientHeight),
            });
            """#

    static let scrollToTopBody =
        scroller + #"""

            const box = scroller();
            const from = box.scrollTop;
            box.scrollTo({ top: 0, behavior: 'instant' });
            await twoFrames();
            return answer({
              from: Math.round(from), to: Math.round(box.scrollTop), height: Math.round(box.scrollHeight),
              window: Math.round(box.clientHeight),
            });
            """#

    private static let scroller = #"""
        // What scrolls: the page, or the box that fills the window when the page itself does not.
        const scroller = () => {
          const page = documentMember('scrollingElement') ?? documentMember('documentElement');
          const kept = globalThis.exhibitScroller;
          if (kept && kept.isConnected) { return kept; }
          // A document may have no element at all.
          if (!page) { return { scrollTop: 0, scrollHeight: 0, clientHeight: 0, scrollTo: () => {} }; }
          if (page.scrollHeight > innerHeight + 4) { return page; }
          for (const element of select(document, 'main, [role="main"], section, article, div, ul', 5000)) {
            if (element.scrollHeight < element.clientHeight + 50) { continue; }
            if (element.clientHeight * element.clientWidth < innerHeight * innerWidth / 2) { continue; }
            if (/^(auto|scroll|overlay)$/.test(getComputedStyle(element).overflowY)) {
              globalThis.exhibitScroller = element;
              return element;
            }
          }
          return page;
        };
        """#
}
