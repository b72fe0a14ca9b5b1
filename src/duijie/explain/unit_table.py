"""Makes the shipped unit table (单位表) from pint, so that pint need not load for common units.

Run `python -m duijie.explain.unit_table` after a change to `lexicon/units.toml` or `units.txt`.
"""

import json

from duijie.explain.dictionaries import table
from duijie.explain.units import UNIT_TABLE, ask_pint, expression_of

COMPOUNDS = (
    "克/立方厘米 g/cm3 kg/m3 千克/立方米 公斤/立方米 mg/L g/L μg/L mg/kg g/kg mg/m3 mg/Nm3 "
    "μg/m3 毫克/立方米 mol/L mmol/L 次/分 次/分钟 次/秒 次/小时 转/分 转/分钟 r/min 米/秒 "
    "m/s mm/s m/min 米/分 米/分钟 km/h 公里/小时 cm/s μm/s mm/min 吨/年 吨/天 吨/小时 t/h "
    "t/d t/a 公斤/小时 kg/h 台/年 件/年 套/年 件/小时 个/小时 只/天 吨/日 公斤/亩 kg/亩 "
    "kg/hm2 W/(m·K) W/m·K W/mK W/m2 W/kg Wh/kg kWh/t kWh/kg kW·h kW·h/t kJ/m2 J/m2 kJ/kg "
    "J/g kJ/mol mAh/g mAh/cm2 A/cm2 mA/cm2 A/m2 N/mm2 N/cm2 kN/m kN/m2 N·m kN·m N/m kgf/cm2 "
    "MPa·m V/m kV/mm kV/cm V/cm S/cm S/m Ω·cm Ω·m m2/g m2 m3 cm2 cm3 mm2 mm3 m3/h m3/d m3/s "
    "L/min mL/min L/h L/s 立方米/小时 立方米/天 m3/min m3/t 元/吨 元/公斤 元/千克 元/平方米 "
    "元/立方米 元/度 帧/秒 g/m2 kg/m2 kg/m ℃/min ℃/s K/min mPa·s Pa·s mm2/s dB/m mg/g mg/mL "
    "μg/mL ng/mL g/mL g/t g/h mL/g cm/min kg/d kg/t 人次/年 万吨/年 头/年 株/亩 m/d mm/d "
    "L/kg m3/kg kg/kg "
    "元/个 次/天 mg/m2 m/月 cd/m2 mmol/g kg/s cm/d μg/g km/s J/(mol·K) L/mol cm3/g L/g "
    "MPa/s ng/L g/d MJ/kg g/m μg/kg mL/kg m/h m2/s lm/W kV/m mA/g F/g 元/m3 ng/μL mL/L "
    "MJ/m3 g/m3 J/cm2 kW/m2 N/mm ng/g mW/cm2 元/年 L/t rad/s cm/h kA/m GB/s cm/s2 g/min "
    "mV/s 元/米 元/小时 mm/h μL/L K/W L/d g/cm2 A/dm2 g/kW cm2/s MB/s A/g m/s2 mmol/kg "
    "μA/cm2 mg·L-1 g·L-1 mg·kg-1 g·kg-1 g·cm-3 kg·m-3 m·s-1 mol·L-1 mmol·L-1 μg·L-1 "
    "μmol·L-1 mg·g-1 W·m-2 kJ·mol-1 mA·cm-2 mAh·g-1 Wh·kg-1 cm-2 cm-1 m-3 r·min-1 kg·hm-2 "
    "cm-3 mL·min-1 L·min-1 t·hm-2 ng·mL-1 μg·mL-1 mg·mL-1 件/分钟 个/分钟 度电/天 次/年 吨/月 "
    "元/公里 元/台 "
)


def made() -> dict[str, tuple[str, float, float, str, str]]:
    """Return the unit table by pint: expression → name, factor, offset, dimension, symbol."""
    rows: dict[str, tuple[str, float, float, str, str]] = {}
    for written in [*table("units")["factors"], *COMPOUNDS.split()]:
        expression = expression_of(written)
        row = None if expression is None else ask_pint(expression)
        if expression is None or row is None:
            continue
        rows[expression] = row
        rows[row[0]] = ask_pint(row[0]) or row
    return dict(sorted(rows.items()))


def main() -> None:
    """Write the table."""
    lines = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in made().items()]
    UNIT_TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
