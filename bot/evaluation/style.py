"""The style of the report's page: light and dark, wide and narrow."""

STYLE = """
:root{color-scheme:light dark;--ink:#1d2430;--paper:#fff;--soft:#5b6676;--rule:#d7dce3;
--mark:#0b62b8;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--paper:#14181f;--soft:#9aa6b6;
--rule:#333c49;--mark:#6cb2ff;--bad:#ff8a80}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:64rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}h3{font-size:1rem;margin:.5rem 0}
p{margin:.25rem 0}.wide{overflow-x:auto}.figures :is(th,td){white-space:nowrap}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;overflow-wrap:normal}
th,td{padding:.25rem .75rem .25rem 0;text-align:left;vertical-align:top;
border-bottom:1px solid var(--rule)}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:1rem}
figure{margin:0}figcaption{font-weight:600}svg{width:100%;height:auto}
svg text{fill:var(--soft);font-size:12px}
.axis{stroke:var(--soft)}.ideal{fill:none;stroke:var(--soft);stroke-dasharray:4 4}
.curve{fill:none;stroke:var(--mark);stroke-width:2}
.dot,.bar{fill:var(--mark);fill-opacity:.7}
details{border-bottom:1px solid var(--rule);padding:.5rem 0}summary{cursor:pointer}
.fault{color:var(--bad)}dt{color:var(--soft)}dd{margin:0 0 .25rem}
"""
