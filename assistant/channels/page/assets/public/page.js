// Chinese first: the page speaks English only to a browser that does, or to one who chose it.
(() => {
  const KEY = "wenshu-language";
  const chosen = localStorage.getItem(KEY);
  const own = (navigator.language || "").toLowerCase().startsWith("en") ? "en-US" : "zh-CN";
  const language = chosen === "en-US" || chosen === "zh-CN" ? chosen : own;
  Object.defineProperty(navigator, "language", { get: () => language });
  document.documentElement.lang = language;

  window.addEventListener("DOMContentLoaded", () => {
    const other = language === "zh-CN" ? "en-US" : "zh-CN";
    const button = document.createElement("button");
    button.id = "ws-language";
    button.type = "button";
    button.textContent = other === "en-US" ? "EN" : "中文";
    button.title = other === "en-US" ? "Switch to English" : "切换到中文";
    button.onclick = () => {
      localStorage.setItem(KEY, other);
      location.reload();
    };
    document.body.appendChild(button);
  });

  // Chainlit drops an Enter that comes before its connection stands: send it once it does.
  const sendWhenConnected = () => {
    const started = Date.now();
    const timer = setInterval(() => {
      const input = document.querySelector("#chat-input");
      const submit = document.querySelector("#chat-submit");
      if (!input || !input.value.trim() || Date.now() - started > 20000) clearInterval(timer);
      else if (submit && !submit.disabled) {
        clearInterval(timer);
        submit.click();
      }
    }, 50);
    document.addEventListener("input", () => clearInterval(timer), { once: true });
  };
  document.addEventListener("keydown", (event) => {
    const early = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (!early || event.target.id !== "chat-input" || !event.target.value.trim()) return;
    if (document.querySelector("#chat-submit:disabled")) sendWhenConnected();
  }, true);
})();
