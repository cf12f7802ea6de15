"""What the doors say around an answer, in Chinese and English."""

from semantic_layer.messages import add

add(
    {
        "page.copy": ("复制为 Markdown", "Copy as Markdown"),
        "page.copied": ("已复制", "Copied"),
        "page.copy_failed": (
            "浏览器不让复制，请手动选中",
            "The browser refused; please select by hand",
        ),
        "page.csv": ("下载 CSV", "Download CSV"),
        "page.fold": ("口径与 SQL", "Definition and SQL"),
        "page.definitions": ("口径", "Definition"),
        "page.sql": ("SQL", "SQL"),
        "page.next": ("接着问", "Ask next"),
        "page.options": ("请选一个：", "Please choose:"),
        "page.remember": ("并记住：{word} = {name}", "and remember: {word} = {name}"),
        "page.remember.send": ("选{number}并记住", "{number} and remember"),
        "page.own_words": ("我的词", "my words"),
        "page.try": ("可以试试：", "You could try:"),
        "page.rows_shown": (
            "表中显示前 {shown} 行，共 {total} 行；CSV 里有全部",
            "First {shown} of {total} rows shown; the CSV has all",
        ),
        "page.version": ("口径版本 {version}", "definition version {version}"),
        "page.stopped": ("已停止。", "Stopped."),
        "page.busy": (
            "现在问的人太多，请过几秒再问一次。",
            "Too many questions at once; please ask again in a few seconds.",
        ),
        "page.failed": (
            "这个问题没能算完，原因已记进日志。请再试一次，或换个问法。",
            "This question could not be finished; the reason is in the log. "
            "Please try again or put it differently.",
        ),
        "page.gone": (
            "这个下载已经过期，请在页面上再问一次。",
            "This download has expired; please ask again on the page.",
        ),
        "page.step.understood": ("理解为：{text}", "Understood as: {text}"),
        "page.step.ran": ("已查询：{text}", "Queried: {text}"),
        "page.step.asking_model": ("正在请语言模型理解……", "Asking the language model …"),
        "page.step.said": ("{text}", "{text}"),
        "page.took": ("用时 {seconds} 秒", "took {seconds} s"),
        "serve.opening": ("正在打开店铺……", "Opening the shop …"),
        "serve.making_demo": (
            "第一次使用：正在生成演示店铺，约半分钟……",
            "First run: making the demo shop, about half a minute …",
        ),
        "serve.ready": (
            "问数已就绪：{url}  （按 Ctrl+C 结束）",
            "wenshu is ready: {url}  (Ctrl+C ends it)",
        ),
        "serve.port_taken": (
            "端口 {port} 已被占用：请先结束占用它的程序，或换一个端口，例如 wenshu serve --port {other}",
            "Port {port} is taken: end the program that holds it, or choose another, "
            "e.g. wenshu serve --port {other}",
        ),
        "serve.bad_host": (
            "不能在 {host} 上监听：页面还没有登录，只开在本机（127.0.0.1）。",
            "Cannot listen on {host}: the page has no sign-in yet and opens on this machine only "
            "(127.0.0.1).",
        ),
    }
)
