/** Light and dark by what the reader's system asks for. No font, image or address from outside. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ground: #f8f9fa; --paper: #ffffff; --ink: #1d2125; --soft: #5c6670; --line: #c8ced4; --curve: #aab2ba; --lit: #1864ab; --red: #c92a2a; --red-ground: #fff0f0; --green: #2b7a3d; --amber: #8a5a00; --amber-ground: #fff6e0; --quiet: #eef1f4; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171a; --paper: #1e2327; --ink: #e6e9ec; --soft: #9aa5af; --line: #3d454d; --curve: #59636d; --lit: #74c0fc; --red: #ff8787; --red-ground: #3a1d1f; --green: #8ce99a; --amber: #ffd43b; --amber-ground: #33290f; --quiet: #262c31; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
header, main > section { padding: 0 20px; }
header { padding-top: 18px; }
h1 { font-size: 22px; margin: 0 0 2px; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 26px 0 8px; }
header p { margin: 2px 0; color: var(--soft); }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.87em; overflow-wrap: anywhere; }
.at { color: var(--soft); white-space: pre-wrap; }
.when, .why, .count { color: var(--soft); }
.there { color: var(--green); } .absent { color: var(--red); font-weight: 600; } .unknown { color: var(--amber); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 0; margin: 8px 0 0; list-style: none; font-size: 13px; }
#map { overflow: auto; margin: 12px 0 0; padding: 0 8px; scrollbar-gutter: stable; }
svg { display: block; margin: 0 auto; width: 100%; height: auto; min-width: 1120px; max-width: 1800px; }
svg text { font: 11.5px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: var(--ink); }
svg text.head { font: 600 13px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; fill: var(--soft); }
svg text.title { font: 600 12.5px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
svg text.place { fill: var(--soft); font-size: 10.5px; }
svg text.when { fill: var(--soft); }
svg text.there { fill: var(--green); } svg text.absent { fill: var(--red); font-weight: 600; }
svg rect { fill: var(--paper); stroke: var(--line); stroke-width: 1.2; }
svg .missing rect { fill: var(--red-ground); stroke: var(--red); stroke-width: 1.6; }
svg .missing text.title { fill: var(--red); }
svg .unknown rect { fill: var(--amber-ground); stroke: var(--amber); stroke-dasharray: 4 3; }
svg .quiet rect { fill: var(--quiet); } svg .quiet text { fill: var(--soft); }
svg path { fill: none; stroke: var(--curve); stroke-width: 1.3; }
svg a { cursor: pointer; outline: none; text-decoration: none; }
svg a:hover rect, svg a:focus rect { stroke: var(--lit); stroke-width: 2.4; }
svg.chosen a:not(.lit), svg.chosen path:not(.lit) { opacity: 0.22; }
svg path.lit { stroke: var(--lit); stroke-width: 2; }
.about { display: none; position: fixed; right: 12px; bottom: 12px; width: min(620px, calc(100vw - 24px)); max-height: 60vh; overflow: auto; padding: 12px 16px; background: var(--paper); border: 1px solid var(--line); border-radius: 10px; box-shadow: 0 8px 30px rgb(0 0 0 / 25%); outline: none; }
.about:target { display: block; }
.about h2 { margin: 0 30px 6px 0; font-size: 15px; } .about h2 span { color: var(--soft); font-weight: 400; }
.about ul { margin: 0; padding-left: 18px; } .about li { margin: 4px 0; }
.close { position: absolute; top: 6px; right: 12px; font-size: 22px; line-height: 1.2; color: var(--soft); text-decoration: none; }
.marks { margin: 4px 0 8px; display: flex; flex-wrap: wrap; gap: 2px 14px; }
details { border-top: 1px solid var(--line); padding: 6px 0; } summary { cursor: pointer; overflow-wrap: anywhere; }
details ul { margin: 6px 0; padding-left: 20px; } .way { margin: 8px 0 14px 16px; padding-left: 12px; border-left: 3px solid var(--line); }
.way h3 { font-size: 14px; font-weight: 600; margin: 0 0 4px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; margin: 0; } dt { color: var(--soft); } dd { margin: 0; min-width: 0; } dd ul, dd ol { margin: 0; padding-left: 20px; } dd ul { padding: 0; list-style: none; }
footer { padding: 24px 20px; color: var(--soft); font-size: 13px; }
@media (max-width: 600px) { dl { grid-template-columns: 1fr; } .way { margin-left: 0; } }
@media print { #map { overflow: visible; } svg { width: 100%; height: auto; } .about { display: none !important; } }
`;
