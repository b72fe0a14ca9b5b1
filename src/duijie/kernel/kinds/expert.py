"""Expert (专家): a person whose knowledge a requester may need."""

from duijie.kernel.kinds.fields import (
    Disclosure,
    FieldRole,
    FieldSpec,
    FieldType,
    RecordKind,
    visibility_field,
)

# fmt: off
EXPERT = RecordKind("expert", "专家", "Expert", (
    FieldSpec("expert_number", "专家编号", "Expert number", FieldType.TEXT, FieldRole.IDENTIFIER,
              max_length=100, synonyms=("编号", "专家id", "工号", "id", "orcid", "number")),
    FieldSpec("name", "姓名", "Name", FieldType.TEXT, FieldRole.TITLE, is_required=True,
              synonyms=("专家姓名", "名字", "expert name", "person", "title")),
    FieldSpec("research_fields", "研究方向", "Research fields", FieldType.LONG_TEXT,
              FieldRole.TEXT, max_length=10_000,
              synonyms=("研究领域", "专业领域", "擅长领域", "fields", "expertise")),
    FieldSpec("biography", "个人简介", "Biography", FieldType.LONG_TEXT, FieldRole.TEXT,
              max_length=50_000, synonyms=("简介", "履历", "介绍", "bio", "text"),
              disclosure=Disclosure.MEMBERS),
    FieldSpec("keywords", "关键词", "Keywords", FieldType.KEYWORDS, FieldRole.TEXT,
              facet="keywords", max_length=2_000, synonyms=("关键字", "标签", "tags")),
    FieldSpec("academic_rank", "职称", "Academic rank", FieldType.TEXT, FieldRole.ATTRIBUTE,
              max_length=100, synonyms=("技术职称", "职务", "rank")),
    FieldSpec("organization", "所在单位", "Organization", FieldType.TEXT, FieldRole.FACET,
              facet="organization",
              synonyms=("单位", "工作单位", "单位名称", "organisation", "affiliation")),
    FieldSpec("organization_uscc", "所在单位统一社会信用代码", "Organization's USCC", FieldType.USCC,
              FieldRole.FACET, facet="organization_id",
              synonyms=("统一社会信用代码", "信用代码", "uscc", "credit code")),
    FieldSpec("region_code", "行政区划代码", "Region code", FieldType.REGION, FieldRole.FACET,
              facet="region_code", synonyms=("地区", "所在地", "区域", "region", "area")),
    FieldSpec("industry_code", "国民经济行业代码", "Industry code", FieldType.INDUSTRY,
              FieldRole.FACET, facet="industry_code",
              synonyms=("行业", "行业代码", "服务行业", "industry")),
    FieldSpec("discipline_code", "学科代码", "Discipline code", FieldType.DISCIPLINE,
              FieldRole.ATTRIBUTE, synonyms=("学科", "学科分类", "discipline")),
    visibility_field(),
))
# fmt: on
