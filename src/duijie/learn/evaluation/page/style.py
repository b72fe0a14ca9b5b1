"""The style sheet of an evaluation page: paper, ink, one accent; a phone, the dark, a printer."""

from typing import Final

STYLE: Final = """
:root{--paper:#fff;--ink:#1c1f23;--quiet:#5b636d;--rule:#d9dde2;--accent:#0b5cad;--band:#0b5cad26;
--warn:#8a4b00;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--paper:#15181c;--ink:#e8eaed;--quiet:#a4adb7;
--rule:#353b43;--accent:#7fb6f5;--band:#7fb6f533;--warn:#f0b45a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.75 system-ui,-apple-system,
"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;font-variant-numeric:tabular-nums;
overflow-wrap:break-word}
main{max-width:760px;margin:0 auto;padding:24px 16px 64px}
h1{font-size:24px;line-height:1.4;margin:0 0 4px}
h2{font-size:19px;line-height:1.4;margin:48px 0 8px}
h3{font-size:16px;margin:24px 0 4px}
p{margin:0 0 12px}
.quiet,.small,figcaption,th small{color:var(--quiet)}
.small,th small,figcaption,summary{font-size:14px;line-height:1.6}
.answer{font-size:18px;margin:16px 0}
.note{border-left:4px solid var(--warn);padding:4px 12px;margin:8px 0}
table{border-collapse:collapse;width:100%;margin:8px 0}
th,td{padding:8px 8px 8px 0;border-top:1px solid var(--rule);vertical-align:top;text-align:left;
font-weight:400}
td,tbody th,code{overflow-wrap:anywhere}
thead th{border-top:0;color:var(--quiet);font-size:14px;padding-bottom:4px}
tbody th{font-weight:400}
th small{display:block}
td.number,th.number{text-align:right;white-space:nowrap}
td.number b{font-weight:600}
td.number span{display:block;font-size:14px;line-height:1.4;color:var(--quiet)}
table.bars{table-layout:fixed}
.bars .bar{width:40%;padding-right:16px}
.bars .number{width:22%}
.bars td.bar{padding-top:14px}
.scale{display:flex;justify-content:space-between}
svg{display:block;overflow:visible}
svg .whole{stroke:var(--rule);stroke-width:1}
svg .mark{stroke:var(--quiet);stroke-width:1;stroke-dasharray:3 3}
svg .range{stroke:var(--accent);stroke-width:2}
svg .span{stroke:var(--accent);stroke-width:8;opacity:.35}
svg .point{fill:var(--accent)}
svg .hollow{fill:var(--paper);stroke:var(--accent);stroke-width:2}
svg .band{fill:var(--band)}
svg .line{fill:none;stroke:var(--accent);stroke-width:2}
svg text{fill:var(--quiet);font-size:12px}
svg text.strong{fill:var(--ink)}
figure{margin:8px 0 12px;max-width:520px}
figcaption{margin-top:4px}
.plain thead th{white-space:normal;vertical-align:bottom}
.grid{width:auto}
.grid td,.grid thead th{text-align:right;padding:6px 12px;min-width:56px}
.grid td{white-space:nowrap}
.grid td.same{font-weight:600}
summary{cursor:pointer;color:var(--accent);padding:8px 0}
code{font:13px/1.6 ui-monospace,monospace}
@media (max-width:560px){
table.bars tr{display:grid;grid-template-columns:1fr auto;column-gap:12px;
border-top:1px solid var(--rule);padding:8px 0}
table.bars th,table.bars td,.bars .number{border:0;padding:0;width:auto}
table.bars thead tr{border:0;padding:0}
table.bars thead th:not(.bar){display:none}
.bars .bar,table.bars td.bar{grid-column:1/3;width:100%;padding:0 6px;order:3}
table.bars td.bar{padding:8px 6px 4px}
.grid td,.grid thead th{padding:6px 4px;min-width:44px}
.plain th,.plain td,.plain td.number{font-size:14px;padding-right:4px;white-space:normal;
overflow-wrap:break-word}
}
@media print{
:root{--paper:#fff;--ink:#000;--quiet:#333;--rule:#999;--accent:#000;--band:#0002;--warn:#000}
main{max-width:none;padding:0}
h2,h3{break-after:avoid}
tr,figure{break-inside:avoid}
summary{display:none}
details::details-content{content-visibility:visible;block-size:auto}
}
"""
