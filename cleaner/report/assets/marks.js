/* The marks of edits in the text, and what is told of them. */
const table = at("table"), tip = at("tip"), review = at("review");
const narrow = matchMedia("(max-width: 56rem)");
const percent = (share) => `${Math.floor(share * 100)}\u00a0%`;
const visible = (text) =>
  text.replace(/\n/g, "↵").replace(/ /g, "␣").replace(/\u3000/g, "□").replace(/\p{C}/gu, (c) => `⟨${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
const shown = (text) => visible(text.length > 60 ? `${text.slice(0, 28)} … ${text.slice(-28)}` : text);

const marks = Array.from(table.querySelectorAll(".e"));
const marksOf = new Map();
const mark = (number, element) => {
  if (!marksOf.has(number)) marksOf.set(number, []);
  marksOf.get(number).push(element);
};
marks.forEach((element, position) => {
  element.position = position;
  for (const number of element.dataset.e.split(" ")) mark(+number, element);
});
for (const moved of table.querySelectorAll(".moved")) mark(+moved.dataset.m, moved);
const elements = (i) => marksOf.get(i) || [];
const numbersOf = (element) => (element.dataset.e ? element.dataset.e.split(" ").map(Number) : [+element.dataset.m]);
const show = (i) => {
  for (const element of elements(i)) {
    element.classList.toggle("accepted", verdicts[i] === "accept");
    element.classList.toggle("rejected", verdicts[i] === "reject");
  }
};
edits.forEach((_, i) => { if (verdicts[i]) show(i); });

/* What an edit does, in words. */
const effect = (edit) =>
  edit.moved
    ? make("p", { className: "effect", lang: "zh" }, make("span", { className: "moved" }, shown(edit.before.trim())))
    : make("p", { className: "effect", lang: "zh" },
        make("del", {}, shown(edit.before) || "∅"), " → ", make("ins", {}, shown(edit.after) || "∅"));
const tier = (edit) => t(edit.kind === "held" ? "withheld" : edit.moved ? "moved" : edit.kind);
const describe = (i) => {
  const edit = edits[i];
  const verdict = verdicts[i] ? make("b", { className: verdicts[i] }, t(`${verdicts[i]}ed`)) : "";
  const slug = ruleName(edit.rule) === edit.rule ? "" : make("small", {}, ` ${edit.rule}`);
  return make("div", { className: "about" },
    make("p", { className: "what" }, make("b", {}, ruleName(edit.rule)), slug, " ", make("span", { className: `tier ${edit.moved ? "move" : edit.kind}` }, tier(edit)), " ",
      make("span", { className: "sure" }, t("sure", { n: percent(edit.confidence) })), " ", verdict),
    effect(edit),
    make("p", { className: "why" }, `${edit.why ? `${reason(edit.why)} · ` : ""}${t("line_column", edit)}`));
};

/* Details on hover and focus. */
let hot = [];
let leaving = 0;
const point = (element) => {
  clearTimeout(leaving);
  hot.forEach((other) => other.classList.remove("hot"));
  const numbers = numbersOf(element);
  hot = numbers.flatMap(elements);
  hot.forEach((other) => other.classList.add("hot"));
  tip.replaceChildren(...numbers.map(describe));
  tip.hidden = false;
  const box = element.getClientRects()[0] || element.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const left = Math.min(Math.max(8, box.left - 12), innerWidth - size.width - 8);
  const below = box.bottom + 8 + size.height < innerHeight;
  tip.style.left = `${left}px`;
  tip.style.top = `${Math.max(8, below ? box.bottom + 8 : box.top - size.height - 8)}px`;
  if (numbers.some((n) => edits[n].moved)) drawLines();
};
const leave = (wait) => {
  clearTimeout(leaving);
  leaving = setTimeout(() => {
    tip.hidden = true;
    hot.forEach((other) => other.classList.remove("hot"));
    hot = [];
  }, wait);
};
const marksAreShown = () => !document.body.classList.contains("plain");
const markOf = (target) =>
  target instanceof Element && marksAreShown() ? target.closest("body:not(.scattered) .moved, .e:not(.faint), .e.current") : null;
table.addEventListener("mouseover", (event) => {
  const element = markOf(event.target);
  if (element) point(element);
  else if (!tip.hidden) leave(150);
});
table.addEventListener("mouseleave", () => leave(150));
tip.addEventListener("mouseenter", () => clearTimeout(leaving));
tip.addEventListener("mouseleave", () => leave(100));
table.addEventListener("focusin", (event) => {
  const element = markOf(event.target);
  if (!element) return;
  element.setAttribute("aria-describedby", "tip");
  point(element);
});
table.addEventListener("focusout", () => leave(0));

/* One mark of the text is a stop of the Tab key; the arrow keys lead to the others of its side. */
let stop = table.querySelector(".clean .e:not(.faint)");
const setStop = (element) => {
  if (stop) stop.tabIndex = -1;
  stop = element;
  if (stop) stop.tabIndex = 0;
};
setStop(stop);
const neighbour = (element, way) => {
  const side = element.closest(".raw, .clean").className;
  for (let i = element.position + way; i >= 0 && i < marks.length; i += way) {
    if (!marks[i].matches(".faint") && marks[i].closest(".raw, .clean").className === side) return marks[i];
  }
  return null;
};
table.addEventListener("keydown", (event) => {
  const element = markOf(event.target);
  if (!element || event.ctrlKey || event.metaKey || event.altKey) return;
  const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (way && element.position !== undefined) {
    const next = neighbour(element, way);
    if (next) { setStop(next); next.focus(); }
    event.preventDefault();
  } else if (event.key === "Enter") {
    openReview();
    select(numbersOf(element)[0], { quiet: true });
    event.preventDefault();
  }
});
table.addEventListener("click", (event) => {
  const element = markOf(event.target);
  if (!element || String(getSelection())) return;
  openReview();
  select(numbersOf(element)[0], { quiet: true });
});
