"""What is said about what is kept."""

from semantic_layer.messages import add

add(
    {
        "audit.whole": ("审计日志完整。", "The audit log is whole."),
        "audit.broken": (
            "审计日志在第 {line} 行接不上：有行被删改过。",
            "The audit log does not follow on at line {line}: something was taken out or changed.",
        ),
        "privacy.erased": ("已删除：{where}", "Erased: {where}"),
        "privacy.expired": ("已过期删除：{where}", "Expired and removed: {where}"),
    }
)
