/* The list of edits in doubt: how doubtful, of which rule, with which words; verdicts on all of them. */
const CONTEXT = 9, BATCH = 200;
const doubt = at("doubt"), ruleChoice = at("rule"), search = at("search");
let listed = 0;

const context = (from, to) => raw.slice(Math.max(0, from), Math.min(raw.length, to)).join("").replace(/\s*\n\s*/g, " ↵ ");
const change = (edit) => {
  const before = shown(edit.before.trim() ? edit.before : edit.before.replace(/^\s{2,}$/, "\n")), after = shown(edit.after);
  return [before ? make("del", {}, before) : "", after ? make("ins", {}, after) : ""];
};
const snippet = (i) => {
  const one = edits[first(i)], two = edits[partners(i).find((n) => n !== first(i))];
  const piece = make("span", { className: "snippet", lang: "zh" });
  if (one.moved) {
    piece.append("↷ ", shown(one.before.trim()).slice(0, 26));
    return piece;
  }
  piece.append(context(one.start - CONTEXT, one.start), ...change(one));
  if (two) {
    const between = raw.slice(one.end, two.start).join("");
    piece.append((between.length > 18 ? `${between.slice(0, 8)}…${between.slice(-8)}` : between), ...change(two));
  }
  const end = (two || one).end;
  piece.append(context(end, end + CONTEXT));
  return piece;
};
const item = (i) => {
  const edit = edits[i];
  const button = make("button", { type: "button", className: "item" }, snippet(i),
    make("span", { className: "meta" }, make("span", { className: `dot ${edit.moved ? "move" : edit.kind}` }), `${ruleName(edit.rule)} · ${percent(confidenceOf(i))} · ${t("line", edit)}`),
    make("span", { className: "mark" }));
  button.dataset.i = i;
  return make("li", {}, button);
};
const buttonOf = (i) => list.querySelector(`[data-i="${i}"]`);
const dress = (button) => {
  const i = +button.dataset.i;
  button.classList.toggle("accepted", verdicts[i] === "accept");
  button.classList.toggle("rejected", verdicts[i] === "reject");
  button.querySelector(".mark").textContent = verdicts[i] ? `${verdicts[i] === "accept" ? "✓" : "✗"} ${t(`${verdicts[i]}ed`)}` : "";
  if (i === current) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
};
const more = () => {
  const batch = document.createDocumentFragment();
  for (const i of doubtful.slice(listed, listed + BATCH)) batch.append(item(i));
  listed = Math.min(doubtful.length, listed + BATCH);
  batch.querySelectorAll(".item").forEach(dress);
  list.append(batch);
};
const reach = (i) => {
  while (doubtful.indexOf(i) >= listed) more();
  const button = buttonOf(i);
  if (!button) return;
  dress(button);
  button.scrollIntoView({ block: "nearest" });
  if (list.contains(document.activeElement)) button.focus({ preventScroll: true });
};

const limitOf = () => doubt.value / 100;
/* What a search looks at: the words of the list, and the names and reasons in both languages. */
const sought = new Map();
const words = (i) => {
  if (!sought.has(i)) {
    const told = partners(i).flatMap((n) => [edits[n].rule, data.strings.rules[edits[n].rule], edits[n].why, reason(edits[n].why)]);
    sought.set(i, [...told, snippet(i).textContent].join(" ").toLowerCase());
  }
  return sought.get(i);
};
const open = () => doubtful.filter((i) => !verdicts[i]);
const tally = () => {
  const done = doubtful.length - open().length;
  const filtered = ruleChoice.value || search.value.trim();
  at("tally").textContent = doubtful.length ? t("tally", { done, n: doubtful.length }) : t(filtered ? "tally_no_match" : "tally_none");
  at("progress").max = Math.max(1, doubtful.length);
  at("progress").value = done;
  const all = doubtfulBelow(limitOf()).filter((i) => !verdicts[i]);
  at("open-count").textContent = all.length || "";
  at("export").disabled = !verdicts.some(Boolean) && !strangers.size;
  at("strangers").textContent = strangers.size ? t("strangers", { n: strangers.size }) : "";
  for (const [id, key] of [["accept-all", "accept_all"], ["reject-all", "reject_all"]]) {
    at(id).textContent = t(key, { n: open().length });
    at(id).disabled = !open().length;
  }
  drawMap(all);
};
const listRules = (all) => {
  const counts = new Map();
  for (const i of all) counts.set(edits[i].rule, (counts.get(edits[i].rule) || 0) + 1);
  const chosen = ruleChoice.value;
  if (chosen && !counts.has(chosen)) counts.set(chosen, 0);
  ruleChoice.replaceChildren(make("option", { value: "" }, t("all_rules")),
    ...[...counts].sort((a, b) => b[1] - a[1]).map(([rule, n]) => make("option", { value: rule }, `${ruleName(rule)} (${n})`)));
  ruleChoice.value = chosen;
};
const relist = () => {
  const limit = limitOf();
  at("doubt-value").textContent = limit > 1 ? t("any") : `${doubt.value} %`;
  doubt.setAttribute("aria-valuetext", limit > 1 ? t("any_long") : t("percent_long", { n: doubt.value }));
  at("doubt-held").textContent = edits.some(isHeld) && limit < 1 ? t("doubt_held", { n: 100 - doubt.value }) : "";
  const all = doubtfulBelow(limit), wanted = search.value.trim().toLowerCase();
  listRules(all);
  doubtful = all.filter((i) => (!ruleChoice.value || edits[i].rule === ruleChoice.value) && (!wanted || words(i).includes(wanted)));
  list.replaceChildren();
  listed = 0;
  more();
  tally();
};
list.addEventListener("scroll", () => {
  if (listed < doubtful.length && list.scrollTop + list.clientHeight > list.scrollHeight - 400) more();
});
list.addEventListener("click", (event) => {
  const button = event.target.closest(".item");
  if (button) select(+button.dataset.i, { quiet: false });
});
doubt.addEventListener("input", relist);
ruleChoice.addEventListener("change", relist);
search.addEventListener("input", relist);

/* A verdict on all that is listed and not decided; it can be taken back as a whole. */
const decideAll = (verdict) => {
  const numbers = open();
  if (!numbers.length) return;
  numbers.forEach((i) => settle(i, verdict));
  save();
  tally();
  fillCard();
  const back = make("button", { type: "button", id: "bulk-undo" }, t("bulk_undo"));
  back.addEventListener("click", () => {
    numbers.forEach((i) => settle(i, null));
    save();
    tally();
    fillCard();
    at("bulk-done").replaceChildren();
    at("accept-all").focus();
  });
  at("bulk-done").replaceChildren(`${t("bulk_done", { n: numbers.length, verdict: t(`${verdict}ed`) })} `, back);
};
at("accept-all").addEventListener("click", () => decideAll("accept"));
at("reject-all").addEventListener("click", () => decideAll("reject"));

onLanguage.push(() => { sought.clear(); relist(); fillCard(); at("bulk-done").replaceChildren(); });
translate();
const asked = () => {
  const number = +(/^#edit-(\d+)$/.exec(location.hash) || [])[1];
  if (!(number < edits.length)) return;
  openReview();
  select(number, { quiet: false });
};
addEventListener("hashchange", asked);
asked();
