"""Hostile text files."""

import os

from tests.ingest.hostile.case import (
    GOOD,
    HEADER,
    MAPPING,
    SOURCE,
    HostileFile,
    packed,
    raw,
    text,
)

ROW2 = "N2,耐高温膜,耐 300 度,300,TRL 7,2027-01-01,杭州市\n"
NEED = '{"id": "N1", "title": "防爆电池", "text": "不起火"}\n'

ENCODINGS = (
    text("gb18030.csv", HEADER + GOOD + ROW2, encoding="gb18030", accepted=2),
    text("gb18030-rare.csv", HEADER + "N1,𠮷田㐀膜,𬭚,1,6,2026,嘉兴\n", encoding="gb18030", accepted=1),
    text("utf8-bom.csv", HEADER + GOOD, encoding="utf-8-sig", accepted=1),
    text("utf16.csv", HEADER + GOOD, encoding="utf-16", accepted=1),
    text("utf16-be-without-mark.csv", "id,title\n" + "1,battery\n" * 3, "P-ID-REPEATED",
         encoding="utf-16-be", accepted=1),
    text("utf16-le-tab.tsv", (HEADER + GOOD).replace(",", "\t"), encoding="utf-16", accepted=1),
    raw("utf8-with-a-broken-byte.csv",
        (HEADER + "N1,防爆电池,不起火的").encode() + b"\xe7\x94" + ",1,6,2026,嘉兴\n".encode(),
        "P-ENCODING", accepted=1),
    raw("utf8-with-a-gb-line.csv",
        (HEADER + GOOD * 1).encode() + "N2,耐高温膜,耐热,1,6,2026,嘉兴\n".encode("gb18030"),
        "P-ENCODING", accepted=2),
    raw("gb-cut-in-a-character.csv", (HEADER + GOOD).encode("gb18030") + "N2,膜".encode("gb18030")[:-1],
        "P-ENCODING"),
    raw("late-gb18030.csv",
        b"id,title\n" + b"".join(b"%d,battery %d\n" % (n, n) for n in range(3000))
        + "9999,防爆电池\n".encode("gb18030"), accepted=3001),
    raw("latin1.csv", "id,title\n1,électrode à haute tension\n".encode("latin-1"),
        "P-ENCODING", accepted=1),
    text("half-surrogate.jsonl", '{"id": "1", "title": "a\\ud83d"}\n' + NEED.replace("N1", "N2"),
         "P-JSON-BROKEN", accepted=1),
)  # fmt: skip

QUOTES = (
    text("unclosed-quote.csv", HEADER + 'N1,"防爆电池,不起火,1,6,2026,嘉兴\n' + ROW2, "P-QUOTE",
         accepted=2),
    text("unclosed-quote-at-the-end.csv", HEADER + GOOD + 'N2,膜,"耐热', "P-QUOTE", accepted=2),
    text("quote-in-the-middle.csv", HEADER + 'N1,5" 屏,直径 5" 的屏,1,6,2026,嘉兴\n' + ROW2, accepted=2),
    text("unclosed-quote-in-a-long-file.csv",
         HEADER + 'N0,"坏,x,1,6,2026,嘉兴\n'
         + "".join(f"M{n},膜 {n},耐热,1,6,2026,嘉兴\n" for n in range(5000)), "P-QUOTE", accepted=5001),
    text("many-unclosed-quotes.csv",
         HEADER + "".join(f'M{n},"膜 {n},耐热,1,6,2026,嘉兴\n' for n in range(2001)), "P-QUOTE"),
    text("only-quotes.csv", HEADER + '"' * 4001 + "\n" + GOOD, accepted=1),
    text("line-breaks-in-cells.csv", HEADER + 'N1,"防爆\n电池","不\r\n起\n火",1,6,2026,嘉兴\n', accepted=1),
    text("single-quotes.csv", HEADER + "'N1','防爆,电池',x,1,6,2026,嘉兴,y\n" + ROW2, "P-ROW-LONG",
         accepted=1),
)  # fmt: skip

ROWS = (
    text("mixed-newlines.csv", HEADER.replace("\n", "\r\n") + GOOD.replace("\n", "\r")
         + ROW2 + "N3,膜,耐热,1,6,2026,嘉兴\r\n", accepted=3),
    text("old-mac-newlines.csv", (HEADER + GOOD + ROW2).replace("\n", "\r"), accepted=2),
    text("ragged.csv", HEADER + "N1,电池\n" + "N2,电池,内容,1,6,2026,嘉兴,多,余\n" + ROW2.replace("N2", "N3"),
         "P-ROW-SHORT", "P-ROW-LONG", accepted=2),
    text("empty-cells-beyond.csv", HEADER + GOOD.rstrip() + ",,,,\n", accepted=1),
    text("blank-lines.csv", "\n\n" + HEADER + "\n\n" + GOOD + "\n,,,,,,\n\n", accepted=1),
    text("duplicate-headers.csv", "需求编号,需求名称,需求名称,需求名称\n1,甲,乙,丙\n", "P-HEADER-REPEATED",
         accepted=1),
    text("blank-headers.csv", "需求编号,,需求名称,\n1,x,电池,y\n", accepted=1),
    text("title-lines-above.csv", "2026 年技术需求汇总表\n单位：嘉兴,,\n" + HEADER + GOOD, accepted=1),
    text("repeated-ids.csv", HEADER + GOOD + GOOD + ROW2, "P-ID-REPEATED", accepted=2),
    text("repeated-without-ids.csv", "需求名称,需求单位\n电池,甲公司\n电池,甲公司\n电池,乙公司\n",
         "P-ROW-REPEATED", accepted=2),
    text("missing-titles.csv", HEADER + "N1,,x,1,6,2026,嘉兴\nN2,  ,x,,,,\nN3,无,x,,,,\n" + GOOD,
         "P-REQUIRED", accepted=1),
    text("no-title-column.csv", "甲,乙\n1,2\n", error=MAPPING),
    text("one-column.csv", "需求名称\n电池\n膜\n", accepted=2),
    text("header-only.csv", HEADER, accepted=0),
    text("five-thousand-columns.csv", HEADER.rstrip() + "," * 5000 + "\n" + GOOD, accepted=1),
    text("five-thousand-headers.csv", ",".join(f"h{n}" for n in range(5000)) + "\n" + GOOD,
         error=SOURCE),
    text("a-row-of-ten-thousand-cells.csv", HEADER + "x," * 10_000 + "\n" + GOOD, "P-ROW-LONG",
         accepted=1),
    text("chinese-commas.csv", (HEADER + GOOD).replace(",", "，"), accepted=1),
    text("semicolons.csv", (HEADER + GOOD).replace(",", ";"), accepted=1),
    text("pipes.txt", (HEADER + GOOD).replace(",", "|"), accepted=1),
    text("control-a.txt", (HEADER + GOOD).replace(",", "\x01"), accepted=1),
    text("commas-in-a-tab-file.tsv",
         (HEADER + GOOD).replace(",", "\t").replace("不起火", "不起火,不爆炸,不冒烟,轻,薄"), accepted=1),
)  # fmt: skip

CELLS = (
    text("formulas.csv", HEADER + "N1,=HYPERLINK(\"http://x\"),=1+1,=1+1,=6,@x,+1\n"
         "N2,-2+3,@SUM(A1),-5,-6,-,-\n", "P-FORMULA", "P-MONEY-NEGATIVE", accepted=2),
    text("command-formula.csv", HEADER + "=cmd|' /C calc'!A0,电池,x,x,x,x,=1+1|cmd\n", "P-FORMULA",
         "P-REGION-UNKNOWN", accepted=1),
    text("nul-bytes.csv", HEADER + "N1,防\x00爆电池,不\x00起火,1,6,2026,嘉兴\n", "P-CONTROL", accepted=1),
    text("control-characters.csv", HEADER + "N1,防\x07爆\x1b[31m电池,x\x0b,1,6,2026,嘉兴\n", "P-CONTROL",
         accepted=1),
    text("right-to-left.csv", HEADER + "N1,بطارية آمنة,سوללה,1,6,2026,嘉兴\n", accepted=1),
    text("direction-marks.csv", HEADER + "N1,电池\u202egnp.exe,x\u2066,1,6,2026,嘉兴\n", "P-CONTROL",
         accepted=1),
    text("emoji.csv", HEADER + "N1,🔋👩🏽‍🔬电池,🚀,1,6,2026,嘉兴\n", accepted=1),
    text("zalgo.csv", HEADER + "N1,电" + "\u0301\u0316" * 100 + "池,x,1,6,2026,嘉兴\n", accepted=1),
    text("zero-width.csv", HEADER + "N1,防\u200b爆\ufeff电池,x,1,6,2026,嘉兴\n", accepted=1),
    text("only-blanks.csv", HEADER + "N1,\u3000\u00a0\u2003,x,1,6,2026,嘉兴\n", "P-REQUIRED", accepted=0),
    text("long-title.csv", HEADER + "N1," + "电池" * 2000 + ",x,1,6,2026,嘉兴\n", "P-TEXT-LONG",
         accepted=1),
    text("wrong-dates.csv", HEADER + "".join(
        f"N{n},电池,x,1,6,{day},嘉兴\n" for n, day in enumerate(
            ("2024-02-30", "2024-13-01", "0000-00-00", "昨天", "45356", "05/06/2024", "24.3.5",
             "2024-01-01至2025-01-01"))),
         "P-DATE-IMPOSSIBLE", "P-DATE-UNREADABLE", "P-DATE-SERIAL", "P-DATE-AMBIGUOUS",
         "P-DATE-SHORT-YEAR", "P-DATE-RANGE", accepted=8),
    text("wrong-money.csv", HEADER + "".join(
        f"N{n},电池,x,{money},6,2026,嘉兴\n" for n, money in enumerate(
            ("面议", "200-300", "-5", "$500", "很多", "9" * 40, "1e400", "٣٠٠"))),
         "P-MONEY-OPEN", "P-MONEY-RANGE", "P-MONEY-NEGATIVE", "P-MONEY-CURRENCY",
         "P-MONEY-UNREADABLE", accepted=8),
    text("wrong-levels.csv", HEADER + "".join(
        f"N{n},电池,x,1,{level},2026,嘉兴\n" for n, level in enumerate(
            ("0", "10", "99999", "中试", "TRL4-6", "高"))),
         "P-TRL-RANGE", "P-TRL-WORDED", "P-TRL-SPAN", "P-TRL-UNREADABLE", accepted=6),
    text("wrong-codes.csv", "需求名称,统一社会信用代码,地区,行业\n甲,91110000600037341A,火星,Z99\n"
         "乙,123,330104,D26\n丙,9111O0006O0037341L,999999,\x00\n",
         "P-USCC-CHECK", "P-USCC-FORM", "P-USCC-MISREAD", "P-REGION-UNKNOWN", "P-REGION-OLD",
         "P-INDUSTRY-UNKNOWN", "P-INDUSTRY-SECTION", accepted=3),
    text("wrong-visibility.csv", "需求名称,公开范围\n甲,一级\n", "P-CHOICE-UNKNOWN", accepted=1),
    text("many-keywords.csv", "需求名称,关键词\n甲," + "；".join(f"词{n}" for n in range(300)) + "\n",
         "P-LIST-LONG", accepted=1),
)  # fmt: skip

JSON = (
    text("nested.jsonl", '{"id":"1","title":"甲","a":{"b":{"c":{"d":{"e":{"f":1}}}}},"tags":["x",["y"]]}\n',
         accepted=1),
    text("too-deep.jsonl", NEED + '{"id":"2","title":' + "[" * 100_000 + "]" * 100_000 + "}\n",
         "P-JSON-BROKEN", accepted=1),
    text("broken.jsonl", NEED + '{"id": "2", "title": \n[1,2]\n"text"\nnull\n{"id":"3","title":"膜"}\n',
         "P-JSON-BROKEN", accepted=2),
    text("late-names.jsonl", NEED * 1 + "".join(
        f'{{"id":"M{n}","title":"膜 {n}"}}\n' for n in range(600)) + '{"id":"Z","title":"甲","neu":"x"}\n',
         "P-COLUMN-UNKNOWN", accepted=602),
    text("numbers.jsonl", '{"id":1,"title":"甲","budget":1e308,"trl":6.0,"deadline":45356}\n'
         '{"id":2,"title":"乙","budget":NaN}\n', "P-JSON-BROKEN", accepted=1),
    text("same-name-twice.jsonl", '{"id":"1","title":"甲","title":"乙"}\n', accepted=1),
    text("json-array.json", '[{"id":"1","title":"甲"}]', error=SOURCE),
    text("mixed-newlines.jsonl", NEED.replace("\n", "\r\n") + "\r\n" + NEED.replace("N1", "N2"), accepted=2),
)  # fmt: skip

NOT_TABLES = (
    raw("empty.csv", b"", error=SOURCE),
    raw("blank.csv", b"\n \n\t\n", error=SOURCE),
    raw("only-a-mark.csv", b"\xef\xbb\xbf", error=SOURCE),
    raw("noise.csv", bytes(range(256)) * 64, error=SOURCE),
    raw("zeros.csv", bytes(10_000), error=SOURCE),
    raw("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, error=SOURCE),
    raw("document.csv", b"%PDF-1.7\n1 0 obj", error=SOURCE),
    raw("old-workbook.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), error=SOURCE),
    text("page.xls", "<html><table><tr><td>需求名称</td></tr></table></html>", error=SOURCE),
    text("feed.csv", '<?xml version="1.0"?><needs/>', error=SOURCE),
    packed("packed.csv.gz", (HEADER + GOOD).encode(), accepted=1),
    packed("cut-off.csv.gz", (HEADER + GOOD + os.urandom(4000).hex()).encode(), keep=900, error=SOURCE),
    raw("not-packed.csv.gz", b"\x1f\x8b" + b"x" * 500, error=SOURCE),
    packed("empty.csv.gz", b"", error=SOURCE),
    packed("packed-twice.csv.gz", b"\x1f\x8b\x08\x00" + bytes(100), error=SOURCE),
)  # fmt: skip

TEXTS: tuple[HostileFile, ...] = (*ENCODINGS, *QUOTES, *ROWS, *CELLS, *JSON, *NOT_TABLES)
