extension PageScript {
    /// Functions that every script begins with.
    static let common = #"""
        // A page can hide members of its document behind elements with their names; those of the prototype it cannot.
        const documentMember = (name) => Object.getOwnPropertyDescriptor(Document.prototype, name).get.call(document);
        const select = (root, selector, limit = 20000) => {
          const home = root instanceof Document ? Document
            : root instanceof DocumentFragment ? DocumentFragment : Element;
          return Array.from(home.prototype.querySelectorAll.call(root, selector)).slice(0, limit);
        };
        // The document and the open shadow trees in it.
        const roots = () => {
          const found = [document];
          for (let place = 0; place < found.length && found.length < 200; place += 1) {
            for (const element of select(found[place], '*')) {
              if (element.shadowRoot instanceof ShadowRoot) { found.push(element.shadowRoot); }
            }
          }
          return found;
        };
        const isShown = (element) => {
          const box = element.getBoundingClientRect();
          return box.width > 0 && box.height > 0
            && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
        };
        const isInWindow = (element) => {
          const box = element.getBoundingClientRect();
          return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
        };
        // The words on a control, on one line.
        const words = (element) => {
          const text = element.innerText || element.getAttribute('aria-label') || element.value || '';
          return String(text).slice(0, 400).replace(/\s+/g, ' ').trim().slice(0, 200);
        };
        // Where an element stands, for the log.
        const place = (element) => {
          const steps = [];
          for (let step = element; step instanceof Element && steps.length < 4; step = step.parentElement) {
            const name = step.localName.slice(0, 30);
            if (step.id) { steps.unshift(name + '#' + String(step.id).slice(0, 40)); break; }
            const alike = step.parentElement
              ? Array.from(step.parentElement.children).filter((child) => child.localName === step.localName) : [];
            steps.unshift(alike.length > 1 ? `${name}:nth-of-type(${alike.indexOf(step) + 1})` : name);
          }
          return steps.join(' > ').slice(0, 200);
        };
        const described = (element) => ({ selector: place(element), text: words(element).slice(0, 120) });
        // Whether a click on an element would follow a link away from this page.
        const isLink = (element) => {
          const link = element.closest('a[href], area[href]');
          const address = link ? String(link.getAttribute('href')).trim() : '';
          return link !== null && address !== '' && !/^(#|javascript:)/i.test(address);
        };
        // What these scripts have touched already; it lives as long as the page.
        globalThis.exhibitTouched ??= new WeakSet();
        const touched = globalThis.exhibitTouched;
        // Two frames on, so that what a touch sets off has begun; a page that draws no frames is not waited for.
        const twoFrames = () => Promise.race([
          new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
          new Promise((done) => setTimeout(done, 250)),
        ]);
        const answer = (value) => JSON.stringify(value);
        """#
}
