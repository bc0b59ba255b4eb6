/* Where moved text came from and went to: lines and links between two sides, or panes that follow each other. */
const MOST_LINES = 40;
const scattered = document.body.classList.contains("scattered");
const bring = (element) => {
  if (!element) return;
  const place = { block: narrow.matches && !review.hidden ? "start" : "center" };
  let frames = 6; // blocks on the way get their true height only when they come near
  const settle = () => {
    element.scrollIntoView(place);
    if (--frames) requestAnimationFrame(settle);
  };
  settle();
};

const lines = at("lines");
const drawLines = () => {
  if (!lines) return;
  lines.querySelectorAll("path.way").forEach((path) => path.remove());
  if (narrow.matches || document.body.dataset.view !== "both" || !marksAreShown()) return;
  const frame = table.getBoundingClientRect();
  const numbers = [...new Set(Array.from(table.querySelectorAll(".raw .moved"), (m) => +m.dataset.m))];
  const wanted = numbers.length > MOST_LINES ? numbers.filter((n) => elements(n).some((m) => hot.includes(m))) : numbers;
  wanted.forEach((number, n) => {
    const from = elements(number).find((m) => m.closest(".raw")), to = elements(number).find((m) => m.closest(".clean"));
    if (!from || !to) return;
    const left = from.closest(".raw").getBoundingClientRect(), right = to.closest(".clean").getBoundingClientRect();
    const a = from.getBoundingClientRect(), b = to.getBoundingClientRect();
    const x1 = left.right - frame.left + 4, x2 = right.left - frame.left - 2;
    const y1 = a.top + Math.min(a.height, 28) / 2 - frame.top, y2 = b.top + Math.min(b.height, 28) / 2 - frame.top;
    const lane = x1 + ((x2 - x1) * (1 + (n % 4))) / 6;
    const bend = Math.min(14, Math.abs(y2 - y1) / 2) * Math.sign(y2 - y1 || 1);
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", `M${x1} ${y1}Q${lane} ${y1} ${lane} ${y1 + bend}L${lane} ${y2 - bend}Q${lane} ${y2} ${x2} ${y2}`);
    path.setAttribute("class", hot.includes(from) ? "way hot" : "way");
    path.setAttribute("marker-end", "url(#tip-end)");
    lines.append(path);
  });
};
let pending = 0;
const drawSoon = () => {
  cancelAnimationFrame(pending);
  pending = requestAnimationFrame(drawLines);
};
new ResizeObserver(drawSoon).observe(table);
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-jump], [data-select]") : null;
  if (!link) return;
  event.preventDefault();
  event.stopPropagation();
  const number = +(link.dataset.jump || link.dataset.select);
  if (link.dataset.select) {
    openReview();
    select(number, { quiet: false });
    return;
  }
  const target = elements(number).find((m) => m.closest(`.${link.dataset.way}`));
  const back = target && target.nextElementSibling;
  bring(target);
  if (back && back.matches(".jump")) back.focus({ preventScroll: true });
}, true);

/* Two panes: a click on text brings its other side, or the article that it went to. */
const counterpart = (target) => {
  const moved = target.closest(".moved");
  const way = target.closest(".raw") ? ".clean" : ".raw";
  const other = moved && elements(+moved.dataset.m).find((element) => element.closest(way));
  if (other) return other;
  const owner = target.closest("[data-a], [data-article]");
  if (!owner) return null;
  return way === ".clean" ? table.querySelector(`[data-article="${owner.dataset.a}"]`) : table.querySelector(`[data-a="${owner.dataset.article}"]`);
};
let found = null;
if (scattered) {
  table.addEventListener("click", (event) => {
    if (String(getSelection()) || !event.target.closest(".raw, .clean") || event.target.closest("button")) return;
    if (found) found.classList.remove("found");
    found = counterpart(event.target);
    if (!found) return;
    found.classList.add("found");
    if (!narrow.matches) bring(found);
  });
}
