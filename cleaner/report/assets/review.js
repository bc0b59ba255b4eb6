/* The review: the edit looked at, the verdict on it, and the way from edit to edit. */
const list = at("list"), card = at("card");
let doubtful = [];
let current = null;

const address = (i) => `#edit-${i}`;
const fillCard = () => {
  const numbers = current === null ? [] : partners(current);
  card.replaceChildren(...(numbers.length ? numbers.map(describe) : [make("p", { className: "note" }, t("choose"))]));
  for (const id of ["accept", "reject", "undo"]) at(id).disabled = current === null;
  if (current === null) return;
  const link = make("button", { type: "button", className: "link icon", title: t("link") }, "#");
  link.setAttribute("aria-label", t("link"));
  link.addEventListener("click", () => copy(location.href.replace(/#.*$/, "") + address(current), link));
  card.prepend(link);
  at("accept").setAttribute("aria-pressed", verdicts[current] === "accept");
  at("reject").setAttribute("aria-pressed", verdicts[current] === "reject");
  at("undo").disabled = !verdicts[current];
};
function select(i, { quiet }) {
  if (current !== null) partners(current).flatMap(elements).forEach((element) => element.classList.remove("current"));
  const old = current === null ? null : buttonOf(current);
  current = first(i);
  if (old) dress(old);
  partners(current).flatMap(elements).forEach((element) => element.classList.add("current"));
  reach(current);
  const sides = [".raw", ".clean"].map((side) => elements(current).find((m) => m.closest(side)));
  if (scattered && !narrow.matches) sides.forEach((element) => element && bring(element));
  else if (!quiet) bring(sides[1] || sides[0]);
  history.replaceState(null, "", address(current));
  fillCard();
  drawSoon();
}
const step = (way) => {
  if (!doubtful.length) return;
  let position = doubtful.indexOf(current);
  if (position < 0 && current !== null) {
    const after = doubtful.findIndex((i) => edits[i].start >= edits[current].start);
    position = way > 0 ? (after < 0 ? doubtful.length : after) - 1 : after < 0 ? doubtful.length : after;
  }
  const next = position < 0 && current === null ? (way > 0 ? 0 : doubtful.length - 1) : position + way;
  if (next >= 0 && next < doubtful.length) select(doubtful[next], { quiet: false });
};
const settle = (i, verdict) => {
  for (const n of partners(i)) {
    verdicts[n] = verdict;
    show(n);
  }
  const button = buttonOf(i);
  if (button) dress(button);
};
const decide = (verdict) => {
  if (current === null) return;
  settle(current, verdict);
  save();
  tally();
  fillCard();
  if (verdict && doubtful.includes(current)) step(1);
};
at("accept").addEventListener("click", () => decide("accept"));
at("reject").addEventListener("click", () => decide("reject"));
at("undo").addEventListener("click", () => decide(null));

function openReview() {
  if (!review.hidden) return;
  review.hidden = false;
  document.body.classList.add("reviewing");
  at("open-review").setAttribute("aria-expanded", "true");
  fillCard();
}
const closeReview = () => {
  review.hidden = true;
  document.body.classList.remove("reviewing");
  at("open-review").setAttribute("aria-expanded", "false");
  at("open-review").focus();
  drawSoon();
};
at("open-review").addEventListener("click", () => {
  if (!review.hidden) { closeReview(); return; }
  openReview();
  at("review-title").focus({ preventScroll: true });
  if (current === null) step(1);
});
at("close-review").addEventListener("click", closeReview);
const goTo = (id) => { const link = document.getElementById(id); if (link) link.click(); };
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
  const typing = event.target instanceof Element && event.target.matches("input[type=search], select");
  if (event.key === "Escape") {
    if (typing) event.target.blur();
    else if (!tip.hidden) leave(0);
    else if (!review.hidden) closeReview();
    return;
  }
  if (typing) return;
  if (event.key === "?") { openKeys(); event.preventDefault(); return; }
  if (review.hidden) return; // single letters count while the review is open, never else
  const act = {
    j: () => step(1), k: () => step(-1), a: () => decide("accept"), r: () => decide("reject"), u: () => decide(null),
    "/": () => at("search").focus(), "[": () => goTo("previous-page"), "]": () => goTo("next-page"),
  }[event.key];
  if (act) { act(); event.preventDefault(); }
});

/* What applies a file of decisions, as a shell reads it. */
const quoted = (name) => (/^[\p{L}\p{N}._#-]+$/u.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`);
let exported = null;
const tellExport = () => {
  at("exported").textContent = exported ? t("exported") : "";
  if (!exported) return;
  const command = `cleaner clean ${quoted(data.page)} --decisions ${quoted(exported)}`;
  at("exported").append(" ", make("code", { lang: "en", textContent: command }));
};
onLanguage.push(tellExport);
at("export").addEventListener("click", () => {
  exported = exportDecisions(data.page, decided(), data.page);
  tellExport();
});
