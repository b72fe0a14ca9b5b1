"""Need (技术需求): what a requester looks for."""

from duijie.kernel.kinds.fields import (
    Choice,
    FieldRole,
    FieldSpec,
    FieldType,
    RecordKind,
    visibility_field,
)

NEED_KINDS = (
    Choice("technical_problem", "技术难题", "Technical problem", ("技术攻关", "技术需求", "难题")),
    Choice("joint_development", "联合攻关", "Joint development", ("合作研发", "合作开发")),
    Choice("technology_acquisition", "技术引进", "Technology acquisition", ("成果引进",)),
    Choice("testing", "检验检测", "Testing", ("检测",)),
    Choice("talent", "人才", "Talent", ("人才需求",)),
    Choice("financing", "融资", "Financing", ("融资需求", "资金")),
    Choice("compute", "算力", "Compute", ("算力需求",)),
    Choice("scenario", "场景", "Scenario", ("应用场景",)),
)

# fmt: off
NEED = RecordKind("need", "技术需求", "Need", (
    FieldSpec("need_number", "需求编号", "Need number", FieldType.TEXT, FieldRole.IDENTIFIER,
              max_length=100, synonyms=("编号", "需求id", "id", "need id", "number")),
    FieldSpec("title", "需求名称", "Title", FieldType.TEXT, FieldRole.TITLE, is_required=True,
              synonyms=("名称", "标题", "需求标题", "项目名称", "难题名称", "name", "need title")),
    FieldSpec("description", "需求内容", "Description", FieldType.LONG_TEXT, FieldRole.TEXT,
              max_length=50_000,
              synonyms=("内容", "需求描述", "描述", "详细内容", "需求简介", "简介", "技术要求", "text",
                        "summary", "details")),
    FieldSpec("keywords", "关键词", "Keywords", FieldType.KEYWORDS, FieldRole.TEXT,
              facet="keywords", max_length=2_000, synonyms=("关键字", "主题词", "标签", "tags")),
    FieldSpec("need_kind", "需求类别", "Need kind", FieldType.CHOICE, FieldRole.ATTRIBUTE,
              choices=NEED_KINDS, synonyms=("需求类型", "类别", "类型", "合作方式", "kind", "type")),
    FieldSpec("trl", "要求的技术成熟度", "Required TRL", FieldType.TRL, FieldRole.FACET, facet="trl",
              synonyms=("技术成熟度", "成熟度", "最低成熟度", "trl", "minimum trl")),
    FieldSpec("budget_yuan", "预算", "Budget", FieldType.MONEY, FieldRole.FACET,
              facet="budget_yuan",
              synonyms=("预算金额", "投入资金", "意向金额", "拟投入", "经费", "budget", "amount")),
    FieldSpec("organization", "需求单位", "Organization", FieldType.TEXT, FieldRole.FACET,
              facet="organization",
              synonyms=("单位", "企业", "企业名称", "单位名称", "需求方", "organisation", "company",
                        "enterprise", "requester")),
    FieldSpec("organization_uscc", "需求单位统一社会信用代码", "Organization's USCC", FieldType.USCC,
              FieldRole.FACET, facet="organization_id",
              synonyms=("统一社会信用代码", "信用代码", "社会信用代码", "uscc", "credit code")),
    FieldSpec("region_code", "行政区划代码", "Region code", FieldType.REGION, FieldRole.FACET,
              facet="region_code", synonyms=("地区", "所在地", "区域", "行政区划", "region", "area")),
    FieldSpec("industry_code", "国民经济行业代码", "Industry code", FieldType.INDUSTRY,
              FieldRole.FACET, facet="industry_code",
              synonyms=("行业", "行业代码", "所属行业", "industry")),
    FieldSpec("published_on", "发布日期", "Published on", FieldType.DATE, FieldRole.FACET,
              facet="dated_on", synonyms=("日期", "发布时间", "提出日期", "date")),
    FieldSpec("deadline", "截止日期", "Deadline", FieldType.DATE, FieldRole.FACET,
              facet="valid_until", synonyms=("截止时间", "有效期至", "期限", "due date")),
    visibility_field(),
))
# fmt: on
