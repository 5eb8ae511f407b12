package org.equipoise.common.html;

/** The look of a page, light and dark. */
public final class Style {

    public static final String CSS = """
            :root { color-scheme: light dark; --ink: #1d2330; --soft: #5b6474; --paper: #fbfbf9; --line: #dcdfe4;
              --good: #1f7a4d; --bad: #b3372f; --blue: #2b5fa8; --amber: #9a6000; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e4e7ec; --soft: #9aa3b2; --paper: #15181d;
              --line: #31363f; --good: #56c28b; --bad: #ef7d74; --blue: #7fb0f5; --amber: #e0aa4a; } }
            body { margin: 0; background: var(--paper); color: var(--ink);
              font: 16px/1.55 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
            main { max-width: 58rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
            h1 { font-size: 1.9rem; margin: 0 0 .5rem; } h1 small { color: var(--soft); font-weight: 400; font-size: 1.1rem; }
            h2 { font-size: 1.2rem; margin: 2.2rem 0 .5rem; padding-top: .9rem; border-top: 1px solid var(--line); }
            p { margin: .4rem 0; } code, h1 small { font-family: ui-monospace, Menlo, Consolas, monospace; }
            .warning { border-left: 4px solid var(--amber); padding: .35rem .8rem; color: var(--soft); }
            .note, .legend, small { color: var(--soft); } .note, .legend { font-size: .9rem; }
            .promoted { color: var(--good); } .refused, .rolled-back { color: var(--bad); } .held { color: var(--amber); }
            .wide { overflow-x: auto; margin: .6rem 0 1rem; }
            table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
            th, td { padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left;
              vertical-align: top; }
            thead th { color: var(--soft); font-weight: 500; } tbody th { font-weight: 600; white-space: nowrap; }
            td.n { text-align: right; white-space: nowrap; } td:last-child:not(.n) { min-width: 15rem; }
            @media (max-width: 30rem) { main { padding: 1.2rem 1rem 3rem; } table { font-size: .85rem; }
              th, td { padding-right: .6rem; } .sheet img { width: 100%; }
              table:has(td:last-child:not(.n)), table:has(td:last-child:not(.n)) tbody { display: block; }
              table:has(td:last-child:not(.n)) thead { display: none; }
              tr:has(> td:last-child:not(.n)) { display: flex; flex-wrap: wrap; padding-bottom: .4rem;
                border-bottom: 1px solid var(--line); }
              tr:has(> td:last-child:not(.n)) > * { border: 0; padding-bottom: 0; }
              td:last-child:not(.n) { flex-basis: 100%; min-width: 0; color: var(--soft); } }
            .confusion td.n { padding: .35rem .9rem; min-width: 4rem; border: 1px solid var(--paper); }
            .confusion th { padding-right: 1rem; } .confusion td small { display: block; font-size: .75rem; color: inherit;
              opacity: .75; } .corner { color: var(--soft); font-size: .8rem; }
            .right { background: color-mix(in srgb, var(--good) calc(var(--share) * 45%), transparent); }
            .wrong { background: color-mix(in srgb, var(--bad) calc(var(--share) * 45%), transparent); }
            .figures { display: flex; flex-wrap: wrap; gap: 1rem 2rem; margin: .8rem 0; align-items: flex-start; }
            .figures > * { flex: 1 1 20rem; min-width: 0; max-width: 27rem; margin: 0; }
            figcaption { color: var(--soft); font-size: .85rem; margin-top: .3rem; }
            details { margin: .2rem 0 1rem; } summary { color: var(--soft); font-size: .9rem; cursor: pointer; }
            svg { width: 100%; height: auto; display: block; } polyline { fill: none; stroke-width: 2; }
            svg.curve { max-width: 520px; }
            svg text { fill: var(--ink); font-size: 12px; } svg text.soft { fill: var(--soft); font-size: 11px; }
            svg text.share { font-size: 10.5px; } svg .grid { stroke: var(--line); } svg .good { fill: var(--good); }
            svg .empty { fill: var(--line); } svg .bad { fill: var(--bad); } svg .bar { fill: var(--blue); stroke: var(--blue); } svg .whisker { stroke: var(--ink);
              stroke-width: 1.5; } polyline.plain { stroke: var(--amber); stroke-width: 1; }
            polyline.scaled { stroke: var(--blue); stroke-width: 1; }
            circle.plain { fill: var(--amber); fill-opacity: .6; } circle.scaled { fill: var(--blue); fill-opacity: .6; }
            span.plain { color: var(--amber); } span.scaled { color: var(--blue); }
            .sheet { list-style: none; margin: .6rem 0; padding: 0; display: grid; gap: .9rem;
              grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); font-size: .85rem; line-height: 1.35; }
            img { max-width: 100%; }
            .sheet img { width: 8rem; aspect-ratio: 1; object-fit: contain; background: #000;
              image-rendering: pixelated; display: block; margin-bottom: .25rem; }
            .sheet span, .sheet code { display: block; overflow-wrap: anywhere; } .sheet .bad { color: var(--bad); }
            .sheet code { color: var(--soft); font-size: .78rem; }
            svg .best { stroke: var(--soft); stroke-dasharray: 3 3; }
            polyline.balanced { stroke: var(--good); } polyline.recall { stroke: var(--blue); }
            polyline.train { stroke: var(--amber); stroke-dasharray: 5 3; } polyline.validation { stroke: var(--bad);
              stroke-dasharray: 5 3; }
            span.balanced { color: var(--good); } span.recall { color: var(--blue); } span.train { color: var(--amber); }
            span.validation { color: var(--bad); }
            @media print { body { background: none; } }
            """;

    private Style() {}
}
