"""Organization (单位): a legal person or other organisation of the region."""

from duijie.kernel.kinds.fields import (
    Choice,
    FieldRole,
    FieldSpec,
    FieldType,
    RecordKind,
    visibility_field,
)

ORGANIZATION_KINDS = (
    Choice("enterprise", "企业", "Enterprise", ("公司", "company")),
    Choice("university", "高校", "University", ("大学", "学院", "高等院校")),
    Choice("research_institute", "科研院所", "Research institute", ("研究院", "研究所", "院所")),
    Choice("government", "政府部门", "Government", ("政府", "机关")),
    Choice("service_agency", "服务机构", "Service agency", ("中介机构", "技术转移机构")),
    Choice("park", "园区", "Park", ("产业园", "孵化器")),
)

# fmt: off
ORGANIZATION = RecordKind("organization", "单位", "Organization", (
    FieldSpec("uscc", "统一社会信用代码", "USCC", FieldType.USCC, FieldRole.IDENTIFIER,
              facet="organization_id",
              synonyms=("信用代码", "社会信用代码", "机构代码", "credit code", "id")),
    FieldSpec("name", "单位名称", "Name", FieldType.TEXT, FieldRole.TITLE, facet="organization",
              is_required=True,
              synonyms=("名称", "企业名称", "机构名称", "公司名称", "company name", "title")),
    FieldSpec("organization_kind", "单位类别", "Organization kind", FieldType.CHOICE,
              FieldRole.ATTRIBUTE, choices=ORGANIZATION_KINDS,
              synonyms=("单位类型", "机构类型", "类型", "类别", "kind", "type")),
    FieldSpec("business_scope", "经营范围", "Business scope", FieldType.LONG_TEXT, FieldRole.TEXT,
              max_length=20_000,
              synonyms=("业务范围", "简介", "单位简介", "企业简介", "scope", "description", "text")),
    FieldSpec("main_products", "主要产品", "Main products", FieldType.KEYWORDS, FieldRole.TEXT,
              facet="keywords", max_length=2_000, synonyms=("产品", "主营产品", "products")),
    FieldSpec("qualifications", "资质", "Qualifications", FieldType.KEYWORDS,
              FieldRole.ATTRIBUTE, max_length=2_000, synonyms=("企业资质", "荣誉资质", "称号")),
    FieldSpec("region_code", "行政区划代码", "Region code", FieldType.REGION, FieldRole.FACET,
              facet="region_code", synonyms=("地区", "所在地", "区域", "注册地", "region", "area")),
    FieldSpec("industry_code", "国民经济行业代码", "Industry code", FieldType.INDUSTRY,
              FieldRole.FACET, facet="industry_code",
              synonyms=("行业", "行业代码", "所属行业", "industry")),
    FieldSpec("registered_capital_yuan", "注册资本", "Registered capital", FieldType.MONEY,
              FieldRole.ATTRIBUTE, synonyms=("注册资金", "capital")),
    FieldSpec("founded_on", "成立日期", "Founded on", FieldType.DATE, FieldRole.FACET,
              facet="dated_on", synonyms=("成立时间", "注册日期", "founded", "date")),
    visibility_field(),
))
# fmt: on
