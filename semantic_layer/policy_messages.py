"""Texts of roles: what they may not see, and what is wrong with their rules."""

from semantic_layer.messages import add

add(
    {
        "error.dimension_masked": (
            "“{name}”对你的角色是脱敏的，只能遮住后显示，不能用来筛选、排序或计算。",
            "'{name}' is masked for your role: it can be shown masked, and nothing can be chosen, ordered or computed by it.",
        ),
        "error.too_few_people": (
            "这样分出来的人太少（少于 {count} 人），为保护个人信息不显示。请换更粗的分法。",
            "These groups are smaller than {count} people and are not shown, to protect them. Use coarser groups.",
        ),
        "note.small_groups": (
            "有 {groups} 组不足 {count} 人，为保护个人信息没有显示数字",
            "{groups} groups of fewer than {count} people are left empty, to protect them",
        ),
        "fault.rows_left_open": (
            "角色“{role}”对{hidden}有行规则，而表“{table}”的行属于它们、却没有规则：被挡住的行仍能从这里看到。"
            "请在 rows 里给“{table}”也写上规则",
            "role '{role}' has row rules on {hidden}, and the rows of table '{table}' belong to theirs without a rule "
            "of its own: what is hidden there can still be seen here. Give '{table}' a rule under rows too",
        ),
        "fault.rule_cannot_run": (
            "角色“{role}”在表“{table}”上的行规则跑不通：{rule}。{why}",
            "the row rule of role '{role}' on table '{table}' does not run: {rule}. {why}",
        ),
    }
)
