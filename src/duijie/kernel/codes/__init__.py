"""Code lists with editions, as data: industries, regions and disciplines (分类与代码)."""

from duijie.kernel.codes.code_list import CodeEntry, CodeList
from duijie.kernel.codes.disciplines import DISCIPLINES, read_discipline
from duijie.kernel.codes.industries import INDUSTRIES, read_industry
from duijie.kernel.codes.regions import REGIONS, read_region, region_path

__all__ = [
    "DISCIPLINES",
    "INDUSTRIES",
    "REGIONS",
    "CodeEntry",
    "CodeList",
    "read_discipline",
    "read_industry",
    "read_region",
    "region_path",
]
