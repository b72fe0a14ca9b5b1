"""Patent (专利)."""

from duijie.kernel.kinds.fields import (
    Choice,
    FieldRole,
    FieldSpec,
    FieldType,
    RecordKind,
    visibility_field,
)

PATENT_KINDS = (
    Choice("invention", "发明", "Invention", ("发明专利", "发明申请", "发明授权")),
    Choice("utility_model", "实用新型", "Utility model", ("实用新型专利",)),
    Choice("design", "外观设计", "Design", ("外观设计专利", "外观")),
)

# fmt: off
PATENT = RecordKind("patent", "专利", "Patent", (
    FieldSpec("publication_number", "公开(公告)号", "Publication number", FieldType.PATENT_NUMBER,
              FieldRole.IDENTIFIER,
              synonyms=("公开号", "公告号", "公开公告号", "专利号", "授权公告号", "id",
                        "patent number")),
    FieldSpec("application_number", "申请号", "Application number", FieldType.PATENT_NUMBER,
              FieldRole.ATTRIBUTE, synonyms=("专利申请号", "filing number")),
    FieldSpec("title", "专利名称", "Title", FieldType.TEXT, FieldRole.TITLE, is_required=True,
              synonyms=("名称", "标题", "发明名称", "题名", "name", "patent title")),
    FieldSpec("abstract", "摘要", "Abstract", FieldType.LONG_TEXT, FieldRole.TEXT,
              max_length=50_000, synonyms=("专利摘要", "简介", "内容", "summary", "text")),
    FieldSpec("keywords", "关键词", "Keywords", FieldType.KEYWORDS, FieldRole.TEXT,
              facet="keywords", max_length=2_000, synonyms=("关键字", "标签", "tags")),
    FieldSpec("patent_kind", "专利类型", "Patent kind", FieldType.CHOICE, FieldRole.ATTRIBUTE,
              choices=PATENT_KINDS, synonyms=("类型", "专利类别", "类别", "kind", "type")),
    FieldSpec("applicant", "申请人", "Applicant", FieldType.TEXT, FieldRole.FACET,
              facet="organization",
              synonyms=("专利权人", "申请(专利权)人", "申请单位", "权利人", "assignee", "holder")),
    FieldSpec("applicant_uscc", "申请人统一社会信用代码", "Applicant's USCC", FieldType.USCC,
              FieldRole.FACET, facet="organization_id",
              synonyms=("统一社会信用代码", "信用代码", "uscc", "credit code")),
    FieldSpec("inventors", "发明人", "Inventors", FieldType.KEYWORDS, FieldRole.ATTRIBUTE,
              max_length=2_000, synonyms=("发明(设计)人", "设计人", "authors")),
    FieldSpec("ipc_codes", "国际专利分类号", "IPC codes", FieldType.IPC, FieldRole.FACET,
              facet="ipc_codes",
              synonyms=("ipc", "ipc分类号", "分类号", "主分类号", "ipc_subclasses", "ipc code")),
    FieldSpec("filed_on", "申请日", "Filed on", FieldType.DATE, FieldRole.FACET, facet="dated_on",
              synonyms=("申请日期", "申请时间", "filing date", "date")),
    FieldSpec("published_on", "公开(公告)日", "Published on", FieldType.DATE, FieldRole.ATTRIBUTE,
              synonyms=("公开日", "公告日", "授权公告日", "publication date")),
    FieldSpec("expires_on", "失效日期", "Expires on", FieldType.DATE, FieldRole.FACET,
              facet="valid_until", synonyms=("有效期至", "专利到期日", "expiry")),
    FieldSpec("legal_status", "法律状态", "Legal status", FieldType.TEXT, FieldRole.ATTRIBUTE,
              max_length=100, synonyms=("状态", "专利状态", "status")),
    FieldSpec("region_code", "行政区划代码", "Region code", FieldType.REGION, FieldRole.FACET,
              facet="region_code", synonyms=("地区", "所在地", "区域", "region", "area")),
    FieldSpec("industry_code", "国民经济行业代码", "Industry code", FieldType.INDUSTRY,
              FieldRole.FACET, facet="industry_code",
              synonyms=("行业", "行业代码", "所属行业", "industry")),
    visibility_field(),
))
# fmt: on
