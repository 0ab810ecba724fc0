/// The style of a sheet: for a screen, a telephone, and A4.
enum PageStyle {
    static let css = """
        :root { color-scheme: light }
        * { box-sizing: border-box }
        body { margin: 0 auto; padding: 2rem 1.5rem 3rem; max-width: 52rem; background: #fff; color: #1a1a1a;
               font: 1rem/1.5 "Liberation Sans", Arial, Helvetica, sans-serif }
        header { border-bottom: 2px solid #1a1a1a; padding-bottom: .75rem }
        .kind { margin: 0; font-size: .875rem; letter-spacing: .06em; text-transform: uppercase; color: #4a4a4a }
        h1 { margin: .25rem 0; font-size: 1.5rem; line-height: 1.3; overflow-wrap: anywhere }
        h2 { margin: 2.25rem 0 .75rem; font-size: 1.125rem; border-bottom: 1px solid #b5b5b5; padding-bottom: .25rem }
        h3 { margin: 1.25rem 0 .25rem; font-size: 1rem }
        p, ul, ol { margin: .5rem 0 } li { margin: .35rem 0 }
        .verdict { margin: 1.5rem 0 0; padding: .9rem 1.1rem; border: 1px solid; border-left-width: .6rem }
        .verdict strong { display: block; font-size: 1.125rem; letter-spacing: .02em }
        .intact { border-color: #1d6b3a; background: #f1f8f3 }
        .unknown { border-color: #8a5a00; background: #fdf7e9 }
        .broken { border-color: #a31515; background: #fdf0f0 }
        dl { display: grid; grid-template-columns: 10.5rem 1fr; gap: .4rem 1rem; margin: 0 }
        dt { font-weight: bold; color: #3a3a3a } dd { margin: 0; overflow-wrap: anywhere }
        .mono { font-family: "Liberation Mono", "DejaVu Sans Mono", Consolas, monospace; font-size: .875rem }
        .digest { display: inline-block; word-spacing: .15em }
        pre { margin: .5rem 0; padding: .6rem .8rem; background: #f4f4f4; border: 1px solid #cfcfcf;
              white-space: pre-wrap; overflow-wrap: anywhere; font-size: .875rem }
        figure { margin: 1rem 0 1.5rem }
        figure img { display: block; max-width: 100%; height: auto; border: 1px solid #8a8a8a }
        figcaption { margin-top: .4rem; font-size: .875rem; color: #3a3a3a; overflow-wrap: anywhere }
        footer { margin-top: 2.5rem; border-top: 1px solid #b5b5b5; padding-top: .6rem; font-size: .8125rem; color: #4a4a4a }
        table { border-collapse: collapse; width: 100%; font-size: .875rem } caption { text-align: left; color: #4a4a4a }
        th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #cfcfcf }
        thead th { border-bottom: 2px solid #1a1a1a } .number { text-align: right } .wide { overflow-x: auto }
        .rows { margin: .5rem 0 1rem } .rows thead th { overflow-wrap: normal } .rows .word { white-space: nowrap } .rows td + td, .rows th + td { padding-left: .3rem }
        @media screen and (max-width: 36rem) {
          .rows, .rows tbody, .rows tr, .rows th, .rows td, .rows caption { display: block }
          .rows thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
          .rows tr { border-top: 2px solid #1a1a1a; padding: .3rem 0 } .rows th, .rows td { border: 0; padding: .15rem 0 } .rows .word { white-space: normal }
          .rows td + td, .rows th + td { padding-left: 0 } .rows [data-label]::before { content: attr(data-label) ": "; font-weight: bold }
        }
        @media (max-width: 36rem) { body { padding: 1rem } dl { display: block } dd { margin: 0 0 .6rem } }
        .code { display: block; width: 10rem; height: 10rem }
        blockquote { margin: .75rem 0; padding: .6rem .9rem; border-left: .3rem solid #8a8a8a; overflow-wrap: anywhere }
        .card { margin: 1.25rem 0; padding: .9rem 1.1rem; border: 1px solid #8a8a8a; border-radius: .5rem }
        .card p { margin: .25rem 0; overflow-wrap: anywhere } .card .who { font-weight: bold } .card .said { font-size: 1.125rem }
        .card .when { font-size: .875rem; color: #4a4a4a }
        .blank { margin: .75rem 0 1rem } .blank div { height: 1.9rem; border-bottom: 1px solid #8a8a8a }
        caption { padding-bottom: .3rem } td, th, p, li, h2, h3, .verdict { overflow-wrap: anywhere } .sheet { margin: 2rem 0 }
        .draft { letter-spacing: .3em; font-weight: bold; color: #a31515 }
        @page { size: A4; margin: 18mm 16mm; @bottom-center { content: "Page " counter(page) " of " counter(pages); font: 9pt "Liberation Sans", Arial, sans-serif; color: #4a4a4a } }
        @media print {
          body { max-width: none; padding: 0; font-size: 10pt } h2, h3 { break-after: avoid }
          .verdict, pre, figcaption, tr, .card, .code { break-inside: avoid } thead { display: table-header-group }
          .sheet { break-after: page; margin: 0 } .wide { overflow: visible } dt, dd { break-inside: avoid }
          header { padding-bottom: .4rem } h1 { font-size: 14pt } h2 { margin: 1rem 0 .4rem; font-size: 11.5pt } h3 { margin: .7rem 0 .2rem; font-size: 10.5pt }
          .verdict { margin-top: .8rem; padding: .5rem .8rem } li { margin: .2rem 0 } dl { gap: .2rem 1rem }
          figure { break-inside: avoid; text-align: center }
          figure img { display: inline-block; max-height: 215mm; width: auto }
        }
        """
}
