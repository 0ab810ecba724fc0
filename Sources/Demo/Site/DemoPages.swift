/// The documents of the demonstration's post site: one post, its script, style and data. Everybody in it is invented.
enum DemoPages {
    static let post = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>Northgate Watcher on Social Example</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <link rel="stylesheet" href="/static/style.css">
        </head>
        <body>
        <header><strong>Social Example</strong><span>a post site for demonstration</span></header>
        <main>
        <article id="post" class="h-entry">
          <div class="author p-author h-card"><img src="/static/avatar.png" width="48" height="48" alt="">
            <div><b class="p-name">Northgate Watcher</b><br><a class="u-url" href="https://social.example/@northgate_watcher"
            >@northgate_watcher</a></div></div>
          <p><a class="u-url" href="https://social.example/@northgate_watcher/posts/184883"><time class="dt-published"
            datetime="2026-11-21T22:14:03Z">21 November 2026, 22:14</time></a></p>
          <div class="e-content">
          <p>We know which house is yours. The red van will be there tonight as well. 🚐🔥</p>
          <p lang="pl">Wiemy, który dom jest twój.</p><p lang="ar" dir="rtl">نعرف أي بيت هو بيتك.</p>
          <p lang="hi">हम जानते हैं कि तुम्हारा घर कौन सा है।</p><p lang="zh">我们知道哪栋房子是你的。</p>
          <p class="more" hidden id="rest">Bring whoever you like. Nobody will open the door for you.</p>
          </div>
          <button type="button" id="see-more" aria-expanded="false">See more</button>
          <img class="photo u-photo" src="/static/street.jpg" width="640" height="400" alt="A street at dusk with a red van">
          <footer><span id="likes">…</span> likes · <span id="shares">…</span> shares</footer>
        </article>
        <section><h2>Replies</h2><ol id="replies"></ol>
        <button type="button" id="more-replies">Show more replies</button></section>
        <section class="end"><h2>Also by this account</h2>
        <img id="lazy" data-src="/static/van.jpg" width="450" height="285" alt="A red van"></section>
        </main>
        <div id="consent" role="dialog" aria-label="Cookies">
          <p>We and our partners use cookies to show you advertising.</p>
          <button type="button" id="accept">Accept all</button>
          <button type="button" id="reject">Reject all</button>
        </div>
        <script src="/static/app.js"></script>
        </body>
        </html>
        """

    static let style = """
        body { margin: 0; font: 16px/1.5 "Liberation Sans", "Noto Sans", sans-serif; color: #1b1f24; background: #eef1f4; }
        header { display: flex; gap: 1em; align-items: baseline; padding: .8em 1.5em; background: #23395b; color: #fff; }
        header span { color: #c5d0e0; }
        main { max-width: 42em; margin: 1.5em auto; }
        article, section { background: #fff; border-radius: 10px; padding: 1.2em 1.5em; margin-bottom: 1em; }
        .author { display: flex; gap: .8em; align-items: center; }
        .author a { color: #57606a; }
        .author img { border-radius: 50%; }
        .photo { max-width: 100%; height: auto; border-radius: 8px; margin-top: 1em; display: block; }
        button { font: inherit; padding: .3em .9em; border: 1px solid #8c959f; border-radius: 6px; background: #f6f8fa; }
        #consent { position: fixed; inset: auto 0 0 0; padding: 1em 1.5em; background: #fff; box-shadow: 0 -2px 12px #0004; }
        .end { min-height: 24em; margin-top: 30em; }
        """

    static let script = """
        'use strict';
        document.getElementById('see-more').addEventListener('click', (event) => {
          document.getElementById('rest').hidden = false;
          event.target.setAttribute('aria-expanded', 'true');
          event.target.remove();
        });
        for (const choice of ['accept', 'reject']) {
          document.getElementById(choice).addEventListener('click', () => {
            document.getElementById('consent').remove();
            fetch('/api/consent/' + choice, { method: 'POST' });
          });
        }
        const replies = document.getElementById('replies');
        function show(list) {
          for (const reply of list) {
            const item = document.createElement('li');
            item.textContent = reply.author + ': ' + reply.text;
            replies.append(item);
          }
        }
        fetch('/api/posts/184883').then((answer) => answer.json()).then((post) => {
          document.getElementById('likes').textContent = post.likes;
          document.getElementById('shares').textContent = post.shares;
          show(post.replies);
        });
        document.getElementById('more-replies').addEventListener('click', (event) => {
          fetch('/api/posts/184883/replies').then((answer) => answer.json()).then((more) => show(more.replies));
          event.target.remove();
        });
        new IntersectionObserver((entries, observer) => {
          for (const entry of entries) {
            if (!entry.isIntersecting) continue;
            entry.target.src = entry.target.dataset.src;
            observer.disconnect();
          }
        }).observe(document.getElementById('lazy'));
        """

    static let data = """
        {"id":"184883","author":"northgate_watcher","created":"2026-11-21T22:14:03Z","likes":41,"shares":12,\
        "replies":[{"author":"h_ferris","text":"Reported. Leave her alone."},{"author":"quiet_sam","text":"👀"}]}
        """

    static let replies = """
        {"replies":[{"author":"northgate_watcher","text":"Report what you like."},\
        {"author":"h_ferris","text":"I have kept a copy of this."}]}
        """
}
