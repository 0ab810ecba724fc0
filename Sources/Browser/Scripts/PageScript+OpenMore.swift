extension PageScript {
    /// Opens up to five things in the window that say that there is more: cut texts, replies, hidden contents.
    ///
    /// Only buttons that open in place; never a link, a form, a menu, or a button whose words say anything else.
    static let openMoreBody = #"""
        const number = '[\\d.,]+[km]?';
        const openers = [
          `(see|show|read|view|load|display)( ${number})?( (more|all|the|full|hidden|previous|earlier|older|newer|additional|other))+( ${number})?( (replies|reply|comments?|answers?|text|post|tweet|content|messages?|conversation|thread))?`,
          `(see|show|view|load)( ${number})? (replies|reply|comments|answers|thread|content|spoiler)`,
          `(show|view|see)( (it|this|post|content|photo|video|media))? anyway`, 'show', 'view', 'reveal', 'expand( all| thread)?',
          `(${number} )?(more )?(replies|comments)`, `${number} (more )?reply`, '(…|\\.\\.\\.) ?(see )?more', 'continue reading', 'read on',
          'mehr( anzeigen| ansehen| lesen| laden)', '(…|\\.\\.\\.) ?mehr', 'weiterlesen', `(alle |weitere |mehr )?(${number} )?(weitere )?(antworten|antwort|kommentare|beiträge|inhalte)( anzeigen| ansehen| laden)?`,
          '(trotzdem )?anzeigen', 'alles? (anzeigen|lesen|ansehen)',
          `(voir|afficher|charger|lire)( (plus|la suite|davantage|tout|quand même|les|de|des|d'autres|${number}|réponses?|commentaires?))+`,
          `(ver|mostrar|leer|cargar|ler|leia|carregar)( (más|mais|todo|todos|todas|tudo|las|los|as|os|${number}|respuestas?|comentarios?|respostas?|comentários?|de todos modos|mesmo assim))+`,
          `(mostra|vedi|leggi|visualizza|carica)( (altro|altri|altre|tutto|di più|comunque|le|i|${number}|risposte|commenti))+`,
          `(meer|alle)( (weergeven|tonen|lezen|laden|reacties|antwoorden|bekijken))+`, 'lees meer', 'toch (weergeven|bekijken)',
          `(pokaż|zobacz|wyświetl|czytaj)( (więcej|wszystko|odpowiedzi|komentarze|mimo to|${number}))+`,
          `(visa|vis|läs|læs|les)( (mer|mere|fler|flere|alla|alle|svar|kommentarer|ändå|alligevel|${number}))+`,
          'daha fazla(sını)? (göster|gör|yükle)', 'devamını (oku|gör)', 'yanıtları (göster|gör)',
          'показать( (ещё|еще|больше|полностью|ответы|все|комментарии))*', 'читать (далее|дальше|полностью)',
          'もっと見る', 'さらに表示', '続きを読む', '返信を表示', '(显示|查看)(更多|全部|回复)', '展开', '阅读(更多|全文)', 'عرض (المزيد|الردود)', 'قراءة المزيد',
        ].map((pattern) => new RegExp(`^(${pattern})$`, 'u'));
        const elsewhere = 'nav, [role="navigation"], [role="menu"], [role="menubar"], [role="tablist"], [role="toolbar"], '
          + '[contenteditable="true"], [contenteditable=""]';
        const mayPress = (element) => isShown(element) && isInWindow(element) && !isLink(element)
          && !element.disabled && element.getAttribute('aria-disabled') !== 'true'
          && element.getAttribute('aria-expanded') !== 'true' && !element.hasAttribute('aria-pressed')
          && !element.hasAttribute('aria-haspopup') && !(element.form && element.type !== 'button')
          && !element.querySelector('a[href]') && element.closest(elsewhere) === null;
        const clicked = [];
        for (const root of roots()) {
          const buttons = select(root, 'button, [role="button"], details:not([open]) > summary', 5000);
          for (const button of buttons) {
            if (clicked.length >= 5) { break; }
            if (touched.has(button) || !mayPress(button)) { continue; }
            const text = words(button).toLowerCase().replace(/[\s.…▾▼⌄›»→+()]+$/u, '').replace(/^[\s▾▼⌄›»→+(—–-]+/u, '');
            if (button.localName !== 'summary' && !openers.some((pattern) => pattern.test(text))) { continue; }
            touched.add(button);
            clicked.push(described(button));
            button.click();
          }
        }
        return answer({ clicked });
        """#
}
