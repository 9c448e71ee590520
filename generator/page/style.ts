/** Dark and light as the reader's system is set; every pair of colours has a contrast of 4.5 or more. */
export const style = `
:root { color-scheme: light dark; --text: #1b1f24; --back: #ffffff; --soft: #f3f5f7; --line: #c9d0d7; --quiet: #57606a;
  --good: #1a6b36; --bad: #b3261e; --accent: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ec; --back: #14171a; --soft: #1f2429; --line: #3a424a;
  --quiet: #a5aeb8; --good: #6fcf8f; --bad: #ff9d95; --accent: #8ec5ff; } }
* { box-sizing: border-box; }
body { margin: 0; color: var(--text); background: var(--back); font: 1rem/1.5 system-ui, sans-serif; }
main, header, footer { max-width: 72rem; margin: 0 auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 1.5rem 0 .25rem; } h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; }
a { color: var(--accent); } .skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; top: .5rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none; }
.scroll { overflow-x: auto; margin: .5rem 0 1rem; } .scroll:focus-visible { outline: 2px solid var(--accent); }
table { border-collapse: collapse; min-width: 100%; font-size: .92rem; }
caption { text-align: left; color: var(--quiet); padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--soft); white-space: nowrap; }
code { font: .9em ui-monospace, monospace; white-space: nowrap; }
.value { display: inline-block; min-width: 10rem; white-space: normal; overflow-wrap: anywhere; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; } .quiet { color: var(--quiet); }
meter { width: 10rem; max-width: 40vw; height: .8rem; vertical-align: middle; }
svg { max-width: 100%; height: auto; } svg text { fill: var(--text); font: 13px system-ui, sans-serif; }
svg rect { fill: var(--soft); stroke: var(--line); } svg path { stroke: var(--quiet); fill: none; }
summary { cursor: pointer; } footer { color: var(--quiet); padding: 2rem 1rem; }
`;
