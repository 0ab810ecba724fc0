/// What is looked at in a page that a browser shows: a script that gives a list of what is wrong.
enum PageCheck {
    static let script = """
        (() => {
          const wrong = [];
          const root = document.documentElement;
          if (root.lang !== "en") wrong.push("no language");
          if (!document.title) wrong.push("no title");
          if (document.scripts.length) wrong.push("a script");
          if (window.broken) wrong.push("a script ran: " + window.broken);
          for (const name of ["iframe", "object", "embed", "link", "base", "form", "a", "[style]", "[onerror]", "[onload]"])
            if (document.querySelector(name)) wrong.push("an element " + name);
          if (document.querySelectorAll("meta[http-equiv]").length !== 1) wrong.push("another policy or refresh");
          if (root.scrollWidth > innerWidth) {
            const wide = [...document.body.querySelectorAll("*")].find(e => e.getBoundingClientRect().right > innerWidth + 1);
            wrong.push("scrolls sideways at " + innerWidth + ": " + (wide ? wide.outerHTML.slice(0, 120) : root.scrollWidth));
          }
          let level = 0;
          for (const heading of document.querySelectorAll("h1,h2,h3,h4,h5,h6")) {
            const next = +heading.tagName[1];
            if (next > level + 1) wrong.push("heading " + next + " after " + level + ": " + heading.textContent);
            if (!heading.textContent.trim()) wrong.push("an empty heading");
            level = next;
          }
          if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
          if (!document.querySelector("main")) wrong.push("no main");
          for (const image of document.images) if (!image.alt.trim()) wrong.push("a picture without text");
          for (const image of document.querySelectorAll("svg"))
            if (image.getAttribute("role") !== "img" || !image.querySelector("title")?.textContent) wrong.push("a drawing without text");
          for (const table of document.querySelectorAll("table")) {
            if (!table.caption?.textContent.trim()) wrong.push("a table without caption");
            const columns = table.tHead?.rows[0].cells.length;
            for (const cell of table.querySelectorAll("th")) if (!cell.scope) wrong.push("a heading cell without scope");
            for (const row of table.tBodies[0].rows) if (row.cells.length !== columns) wrong.push("a row with another number of cells");
          }
          const parts = text => (text.match(/[0-9.]+/g) || []).map(Number);
          const light = color => parts(color).slice(0, 3).map(v => v / 255)
            .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const ground = element => {
            for (let e = element; e; e = e.parentElement) {
              const color = getComputedStyle(e).backgroundColor;
              if ((parts(color)[3] ?? 1) > 0) return color;
            }
            return "rgb(255,255,255)";
          };
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          let texts = 0;
          for (let node; node = walker.nextNode();) {
            const element = node.parentElement;
            if (!node.data.trim() || element.closest("svg")) continue;
            texts++;
            const [one, other] = [light(getComputedStyle(element).color), light(ground(element))].sort((a, b) => b - a);
            const ratio = (one + 0.05) / (other + 0.05);
            if (ratio < 4.5) wrong.push("contrast " + ratio.toFixed(2) + ": " + node.data.slice(0, 60));
            if (parseFloat(getComputedStyle(element).fontSize) < 12) wrong.push("small text: " + node.data.slice(0, 60));
          }
          if (texts < 10) wrong.push("nearly no text");
          return wrong.slice(0, 20).join("\\n");
        })()
        """
}
