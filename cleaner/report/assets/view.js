/* What is shown: sides, kinds of edits, marks at all; the article that is read; help. */
for (const radio of document.querySelectorAll("[name=view]")) {
  radio.addEventListener("change", () => { document.body.dataset.view = radio.value; drawSoon(); });
  if (radio.checked) document.body.dataset.view = radio.value;
}
for (const box of document.querySelectorAll("[name=show]")) {
  const apply = () => table.classList.toggle(`no-${box.value}`, !box.checked);
  box.addEventListener("change", apply);
  apply();
}
const setMarks = (on) => {
  document.body.classList.toggle("plain", !on);
  at("marks").setAttribute("aria-pressed", on);
  drawSoon();
};
setMarks(memory.get("marks") !== "off");
at("marks").addEventListener("click", () => {
  const on = !marksAreShown();
  setMarks(on);
  memory.set("marks", on ? "on" : "off");
});
if (narrow.matches) at("contents").open = false;

/* The article that is read, by the top of the window or of its pane; the ones before and after. */
const articles = Array.from(table.querySelectorAll("[data-article]"));
const headings = new Map(Array.from(document.querySelectorAll(".outline a"), (link, i) => [i, link]));
const pane = at("clean-pane");
let reading = -1;
const topOf = (article) => article.getBoundingClientRect().top - (pane ? pane.getBoundingClientRect().top : at("page").querySelector(".heads").getBoundingClientRect().bottom);
const follow = () => {
  const next = articles.findLastIndex((article) => topOf(article) < 60);
  if (next === reading) return;
  reading = next;
  const number = reading < 0 ? -1 : +articles[reading].dataset.article;
  at("now").textContent = number < 0 ? "" : headings.get(number).textContent;
  headings.forEach((link, i) => (i === number ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  document.querySelectorAll("[data-box]").forEach((box) => box.classList.toggle("here", +box.dataset.box === number));
};
let following = 0;
const followSoon = () => {
  cancelAnimationFrame(following);
  following = requestAnimationFrame(follow);
};
addEventListener("scroll", followSoon, { passive: true });
if (pane) pane.addEventListener("scroll", followSoon, { passive: true });
const turn = (way) => {
  const article = articles[Math.min(articles.length - 1, Math.max(0, reading + way))];
  if (article) article.scrollIntoView({ block: "start" });
};
at("previous-article").addEventListener("click", () => turn(reading >= 0 && topOf(articles[reading]) < -60 ? 0 : -1));
at("next-article").addEventListener("click", () => turn(1));
follow();

/* An article as text: its blocks on the clean side. */
const textOf = (number) =>
  articles.filter((article) => +article.dataset.article === number)
    .flatMap((article) => Array.from(article.querySelectorAll(".clean > *"), (block) => {
      const text = block.cloneNode(true);
      text.querySelectorAll(".cut, .jump").forEach((extra) => extra.remove());
      return text.textContent;
    })).join("\n\n");
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => copy(`${textOf(+button.dataset.copy)}\n`, button));
}

/* The keys and signs. */
const keys = at("keys");
const openKeys = () => { if (!keys.open) keys.showModal(); };
at("help").addEventListener("click", openKeys);
at("close-keys").addEventListener("click", () => keys.close());
keys.addEventListener("click", (event) => { if (event.target === keys) keys.close(); });

/* The whole page in a strip: what is in doubt and not decided, by where it stands in the clean text. */
const map = at("map");
const places = new Map();
let length = 0;
for (const row of table.querySelectorAll(".row")) {
  places.set(row, length);
  const text = row.querySelector(".clean");
  length += text ? text.textContent.length : 0;
}
const placeOf = (() => {
  const known = new Map();
  return (element) => {
    if (!known.has(element)) {
      const row = element.closest(".row"), range = document.createRange();
      range.setStart(row.querySelector(".clean"), 0);
      range.setEndBefore(element);
      known.set(element, (1000 * (places.get(row) + range.toString().length)) / Math.max(1, length));
    }
    return known.get(element);
  };
})();
const drawMap = (numbers) => {
  map.replaceChildren(...numbers.filter((i) => !verdicts[i]).flatMap((i) => {
    const element = elements(i).find((m) => m.closest(".clean"));
    if (!element) return [];
    const tick = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    tick.setAttribute("y", placeOf(element));
    tick.setAttribute("width", 10);
    tick.setAttribute("height", 3);
    tick.setAttribute("class", edits[i].kind);
    tick.dataset.i = i;
    return [tick];
  }));
};
map.addEventListener("click", (event) => {
  const height = map.getBoundingClientRect();
  const wanted = (1000 * (event.clientY - height.top)) / height.height;
  const nearest = Array.from(map.children).reduce((a, b) => (a && Math.abs(a.getAttribute("y") - wanted) <= Math.abs(b.getAttribute("y") - wanted) ? a : b), null);
  if (!nearest) return;
  openReview();
  select(+nearest.dataset.i, { quiet: false });
});
