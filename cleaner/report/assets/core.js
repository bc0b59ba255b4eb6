/* What every document of a report has: its data, the browser's memory, the language, the theme. */
const data = JSON.parse(document.getElementById("data").textContent);
const at = (id) => document.getElementById(id);
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const memory = {
  get(name) { try { return localStorage.getItem(`cleaner:${name}`); } catch { return null; } },
  set(name, value) { try { localStorage.setItem(`cleaner:${name}`, value); } catch { /* private browsing */ } },
};
const store = (name) => { try { return JSON.parse(memory.get(name) || "[]"); } catch { return []; } };

/* Texts of the interface, by key; a text that depends on a number has the forms one and other. */
const LANGUAGES = ["en", "zh"];
let language = memory.get("language");
if (!LANGUAGES.includes(language)) language = navigator.language.startsWith("zh") ? "zh" : "en";
const t = (key, values = {}) => {
  let text = data.strings[language][key];
  if (text === undefined) return key;
  if (typeof text === "object") text = text[values.n === 1 ? "one" : "other"];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
};
const ruleName = (rule) => (language === "zh" && data.strings.rules[rule]) || rule;
const REASONS = data.strings.reasons.map(([pattern, text]) => [new RegExp(`^${pattern}$`), text]);
const reason = (why) => {
  if (language === "en") return why;
  const found = REASONS.find(([pattern]) => pattern.test(why));
  return found ? why.replace(...found) : why;
};
const onLanguage = [];
const ATTRIBUTES = ["aria-label", "title", "placeholder"];
const translate = () => {
  document.documentElement.lang = language;
  const values = (element) => (element.dataset.v ? JSON.parse(element.dataset.v) : {});
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t, values(element));
  for (const name of ATTRIBUTES) {
    for (const element of document.querySelectorAll(`[data-t-${name}]`)) {
      element.setAttribute(name, t(element.getAttribute(`data-t-${name}`), values(element)));
    }
  }
  for (const element of document.querySelectorAll("[data-why]")) element.textContent = reason(ruleName(element.dataset.why));
  at("language").firstElementChild.textContent = { en: "中", zh: "EN" }[language];
  onLanguage.forEach((change) => change());
};
at("language").addEventListener("click", () => {
  language = LANGUAGES[1 - LANGUAGES.indexOf(language)];
  memory.set("language", language);
  translate();
});

/* Light, dark, or as the system has it. */
const THEMES = { auto: "◐", light: "☀", dark: "☾" };
const theme = at("theme");
const setTheme = (name) => {
  if (name === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  theme.dataset.now = name;
  theme.textContent = THEMES[name];
  theme.title = t(`theme_${name}`);
  theme.setAttribute("aria-label", theme.title);
};
setTheme(THEMES[memory.get("theme")] ? memory.get("theme") : "auto");
onLanguage.push(() => setTheme(theme.dataset.now));
theme.addEventListener("click", () => {
  const names = Object.keys(THEMES);
  const next = names[(names.indexOf(theme.dataset.now) + 1) % names.length];
  setTheme(next);
  memory.set("theme", next);
});

/* Text for the clipboard; a button tells that it is there. */
const copy = async (text, button) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea", { value: text, readOnly: true, className: "hidden" });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  const label = button.getAttribute("aria-label");
  button.classList.add("did");
  button.setAttribute("aria-label", t("copied"));
  setTimeout(() => {
    button.classList.remove("did");
    button.setAttribute("aria-label", label);
  }, 1500);
};

/* A decisions file, as `cleaner clean --decisions` reads it, into the folder of downloads; its name. */
const exportDecisions = (page, decisions, name) => {
  const file = { format: data.format, version: data.version, page, decisions };
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(file, null, 1)}\n`], { type: "application/json" }));
  const download = `${name.replace(/\.[^.#]*(?=#|$)/, "").replace("#", "_")}.decisions.json`;
  make("a", { href: url, download }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
  return download;
};
