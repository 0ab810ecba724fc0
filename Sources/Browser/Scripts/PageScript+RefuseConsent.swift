extension PageScript {
    /// Refuses one consent dialogue if one is shown. Never accepts: a dialogue that offers no refusal stays.
    static let refuseConsentBody = #"""
        // The refusing buttons of consent programs that many sites use.
        const known = [
          '#onetrust-reject-all-handler', '.ot-pc-refuse-all-handler', '#CybotCookiebotDialogBodyButtonDecline',
          '#CybotCookiebotDialogBodyLevelButtonLevelOptinDeclineAll', '[data-testid="uc-deny-all-button"]',
          '#uc-btn-deny-banner', 'button[data-action-type="deny"]', '#didomi-notice-disagree-button',
          '.didomi-continue-without-agreeing', '#truste-consent-required', '.cmplz-deny', '.cky-btn-reject',
          '#axeptio_btn_dismiss', '.iubenda-cs-reject-btn', '#tarteaucitronAllDenied2', '.cc-deny',
          '.osano-cm-denyAll', '.klaro .cn-decline', '#hs-eu-decline-button', '.fc-cta-do-not-consent',
          '#shopify-pc__banner__btn-decline', '.cookie-notice-deny', '#cn-refuse-cookie', '.moove-gdpr-infobar-reject-btn',
          '[data-cookiebanner="decline_button"]', '[data-testid="cookie-policy-manage-dialog-decline-button"]',
          '.sp_choice_type_REJECT_ALL', '.sp_choice_type_13', '[data-cy="reject-all-cookies"]',
        ].join(',');
        const refusals = [
          /^(reject|decline|refuse|deny|disagree|opt out)( all| everything| any| optional| non-?essential| unnecessary| additional| other| to)*( cookies| purposes| and close| and continue)*$/,
          /^(i )?(do not|don't) (agree|accept|consent|allow)( to all| all)?( cookies)?$/, /^no,? thanks$/,
          /^continue without (accepting|agreeing|consenting|consent).*$/,
          /^(use|allow|accept|keep)? ?(only|just)? ?(the )?(strictly )?(necessary|essential|required)( cookies)?( only)?$/,
          /^(alle |alles |optionale |nicht notwendige |nicht erforderliche )?(cookies )?(ablehnen|verweigern)( und schließen)?$/,
          /^nur (technisch )?(notwendige|erforderliche|essenzielle|essentielle)( cookies)?( akzeptieren| zulassen| erlauben| verwenden)?$/,
          /^(weiter|fortfahren) ohne (zustimmung|einwilligung|annahme|akzeptieren)$/,
          /^(tout |je )?refuser( tout| tous| et fermer)?( les cookies)?( optionnels| non essentiels)?$/, /^continuer sans accepter.*$/,
          /^(rechazar|denegar|no aceptar)( todo| todas| todos)?( las)?( cookies)?( opcionales| no esenciales)?$/,
          /^(rifiuta|rifiuto|nega)( tutti| tutto)?( i)?( cookie)?( facoltativi| non essenziali)?$/, /^continua senza accettare.*$/,
          /^(rejeitar|recusar)( tudo| todos)?( os)?( cookies)?( opcionais| não essenciais)?$/,
          /^(alles |alle |optionele )?(cookies )?(weigeren|afwijzen)$/, /^weiger( alle| alles)?( cookies)?$/,
          /^odrzuć( wszystkie| wszystko| opcjonalne)?( pliki cookie| cookies)?$/, /^odmítnout( vše| všechny| volitelné)?( cookies)?$/,
          /^(avvisa|neka|avslå|afvis|avvis)( alla| allt| alle| valgfrie| valfria| ikke-nødvendige)?( cookies| informasjonskapsler| kakor)?$/,
          /^(hylkää|kieltäydy|estä)( kaikki| valinnaiset)?( evästeet)?$/, /^(tümünü |isteğe bağlı çerezleri )?reddet$/,
          /^(отклонить|отказаться)( все)?( файлы cookie)?$/, /^(відхилити)( всі| усі)?( файли cookie)?$/,
          /^(すべて)?拒否(する)?$/, /^(全部)?拒[绝絕](全部)?$/, /^رفض( الكل)?$/,
        ];
        const subject = /cookie|consent|gdpr|dsgvo|rgpd|privacy|privacidad|privatsph|datenschutz|confidentialit|einwilligung|evästeet|çerez|informasjonskaps|tracking|同意|クッキー/i;
        const frameName = /consent|cookie|privacy|cmp|sp_message/i;
        const isConsentPage = /^consent\./i.test(location.hostname)
          || (window !== window.top && frameName.test(location.hostname + location.pathname + window.name));

        // A button is one of a consent dialogue when something that stands around it is shown as a dialogue and speaks of the
        // matter; the word "decline" alone may refuse something else.
        const isInDialogue = (button) => {
          if (isConsentPage) { return true; }
          let step = button;
          for (let count = 0; step && count < 14; count += 1) {
            step = step.parentElement ?? (step.getRootNode() instanceof ShadowRoot ? step.getRootNode().host : null);
            if (!step || step === documentMember('documentElement') || step === documentMember('body')) { return false; }
            const names = `${step.id} ${step.getAttribute('class')} ${step.getAttribute('aria-label')}`.slice(0, 500);
            const isDialogue = /^(alert)?dialog$/.test(step.getAttribute('role') ?? '')
              || step.localName === 'dialog' || step.hasAttribute('aria-modal') || subject.test(names)
              || /^(fixed|sticky)$/.test(getComputedStyle(step).position);
            if (isDialogue && (subject.test(names) || subject.test(String(step.innerText).slice(0, 20000)))) { return true; }
          }
          return false;
        };
        const mayPress = (element) => !touched.has(element) && isShown(element) && !isLink(element)
          && (isConsentPage || !(element.form && element.type === 'submit'));
        const clicked = [];
        for (const root of roots()) {
          const button = select(root, known).find(mayPress)
            ?? select(root, 'button, [role="button"], input[type="button"], input[type="submit"], a', 5000)
              .find((element) => {
                const text = words(element).toLowerCase().replace(/[.!’'"→>]+$/u, '').replace(/’/g, "'");
                return refusals.some((pattern) => pattern.test(text)) && mayPress(element) && isInDialogue(element);
              });
          if (button) {
            touched.add(button);
            globalThis.exhibitRefusal = button;
            clicked.push(described(button));
            button.click();
            break;
          }
        }
        const last = globalThis.exhibitRefusal;
        return answer({ clicked, isStillShown: Boolean(last && last.isConnected && isShown(last)) });
        """#
}
