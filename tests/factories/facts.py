"""A complete report's facts, small: nothing is missing from them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from quanheng.platform.reports import content as c

DAY = date(2026, 9, 21)
NOTICE = "本导引旨在为科技成果评价相关单位或个人提供参考，不具有强制性，不作为决策依据。"
SENTENCE_A = (
    "本结果为估值参考意见，供定价参考，不具有强制性，不作为决策依据；非《资产评估法》所称资产评估报告。"
)


def report_facts(**changes) -> c.ReportFacts:
    """Return facts of an issued report; `changes` are fields of it."""
    facts = c.ReportFacts(
        number="BG-2026-00001",
        achievement=achievement(),
        client=c.Party(name="燕原先进材料院"),
        institution=c.Party(name="燕原评价中心"),
        lead="P-014",
        purpose="概念验证基金",
        notice=NOTICE,
        not_an_appraisal=SENTENCE_A,
        commissioned_on=date(2026, 7, 1),
        issued_on=DAY,
        valid_until=date(2027, 9, 20),
        uses=(c.AllowedUse(title="科技项目立项", text="作为立项参考。", clause="H-15.2"),),
        rights=(c.RightFacts(kind="专利", title="钝化分子", holder="燕原先进材料院", share=Decimal(100), status="有效"),),
        basis=c.BasisFacts(packs=(c.PackFacts(name="hebei-guide", title="导引", version="1.0", status="official", official=9),), fingerprint="ab" * 32),
        evidence=(c.EvidenceFacts(level=1, element="调研报告", title="调研", sha256="cd" * 32, verdict="accepted", package="1"),),
        maturity=maturity(),
        information=(c.InformationFacts(title="论文文献", source="检索单", dated=DAY, finding="未见相同方案"),),
        scoring=scoring(),
        summary="解决埋底界面复合问题，仿真经独立复现。",
        competitive="路线有实质创新。",
        authoritative="技术价值明确，商业风险在认证进度。",
        answers=tuple(c.AnswerFacts(question=q, answer="可行。", clause="H-10") for q in ("技术可行性", "应用价值", "市场潜力")),
        risks=(c.RiskFacts(kind="市场", text="认证推迟", measure="缩短回报"),),
        valuation=valuation(),
        panel=(c.SeatFacts(code="E-01", role="小同行技术专家", side="competitive", chair=True, marks=1), c.SeatFacts(code="E-02", role="产业专家", side="authoritative", recognition="产业经历 11 年", marks=1)),
        declarations=tuple(c.DeclarationFacts(code=code, text="无利害关系。", signed_on=DAY) for code in ("E-01", "E-02")),
        draw=c.DrawFacts(root="ef" * 32, algorithm="分层随机", drawn_on=DAY),
        limits=("数据来自仿真。",),
        signatures=tuple(c.SignatureFacts(position=p, name="已签", signed_on=DAY) for p in ("专家组组长", "项目负责人", "签发人")),
        verify_address="https://kjcg.example.org/verify/BG-2026-00001/",
    )  # fmt: skip
    return replace(facts, **changes)


def achievement() -> c.AchievementFacts:
    return c.AchievementFacts(
        title="界面钝化材料", abstract="双锚定分子。", need="降低界面复合。", application="叠层组件。", source="持有方委托"
    )  # fmt: skip


def maturity() -> c.MaturityFacts:
    return c.MaturityFacts(
        level=3,
        level_title="仿真级",
        stage="basic",
        stage_title="基础研究阶段",
        index=Decimal("2.7"),
        scale="hebei-13",
        levels=tuple(c.LevelFacts(number=n, title=f"{n}级", stage_title="阶段", project_wide=n > 9) for n in range(1, 14)),
        packages=(c.PackageFacts(code="1", title="分子", weight=Decimal(1), critical=True, level=3, accepted=(1, 2, 3, 5), gaps=(4,)),),
        explanation=(c.ExplanationLine(depth=0, label="成熟度级别", value="3"),),
    )  # fmt: skip


def scoring() -> c.ScoringFacts:
    return c.ScoringFacts(
        score=Decimal("79.99"),
        grade="国内领先",
        grade_code="nationally_leading",
        coverage=Decimal(1),
        competitive=Decimal("84.995"),
        authoritative=Decimal("74.98"),
        indicators=(
            c.IndicatorFacts(id="route", title="技术路线创新性", side="competitive", weight=Decimal(100), score=Decimal("84.995"), n=1, clause="H-12"),
            c.IndicatorFacts(id="market", title="潜在市场价值", side="authoritative", weight=Decimal(100), score=Decimal("74.98"), n=1, clause="H-12"),
        ),
        marks=(
            c.MarkFacts(expert="E-01", indicator="route", status="scored", points=Decimal("85.0")),
            c.MarkFacts(expert="E-02", indicator="market", status="abstained", reason="不熟悉"),
        ),
        values=tuple(
            c.ValueFacts(id=v, title=t, score=None if v == "cultural" else Decimal(80), weight=Decimal("0.2"), coverage=Decimal(1))
            for v, t in zip(("scientific", "technical", "economic", "social", "cultural"), ("科学价值", "技术价值", "经济价值", "社会价值", "文化价值"), strict=True)
        ),
        grades=(("国际领先", Decimal(90)), ("国内领先", Decimal(70)), ("国内一般", Decimal(0))),
        trim_from=7,
        fingerprint="12" * 32,
        explanation=(c.ExplanationLine(depth=0, label="得分", value="79.99"),),
    )  # fmt: skip


def valuation() -> c.ValuationFacts:
    return c.ValuationFacts(
        p50=Decimal(3600000),
        low=Decimal("2183570.6512"),
        high=Decimal("12345678.905"),
        valuation_date=DAY,
        sentence_a=SENTENCE_A,
        assumptions="团队可再次组成。",
        opinions=tuple(
            c.OpinionFacts(code=code, role="产业专家", p10=Decimal(2), p50=Decimal(3), p90=Decimal(4), reason="成本")
            for code in ("E-02", "E-03", "E-04")
        ),
        methods=(
            c.MethodFacts(
                code="cost.ledger", title="成本法（台账）", value=Decimal("3144353.98"), weight=Decimal(1), standing="default",
                parameters=(c.FigureFacts(title="投资报酬", value="10%", source="行业统计", as_of="2026-05-31"),),
                explanation=(c.ExplanationLine(depth=0, label="成本法估值", value="3,144,353.98", unit="元"),),
            ),
        ),
        reconciled=Decimal("3144353.98"),
        explanation=(c.ExplanationLine(depth=0, label="集体估值", value="3,600,000.00", unit="元"),),
    )  # fmt: skip
