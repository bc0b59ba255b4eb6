"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const edits = data.edits.map((values) => Object.fromEntries(data.fields.map((name, i) => [name, values[i]])));
  const raw = Array.from(data.raw); // by code point, as offsets are counted
  const letters = Array.from(data.letters);
  const at = (id) => document.getElementById(id);
  const table = at("table"), tip = at("tip"), review = at("review"), list = at("list"), card = at("card");
  const narrow = matchMedia("(max-width: 56rem)");
  const CONTEXT = 9, BATCH = 200, MOST_LINES = 40;

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const percent = (share) => `${Math.floor(share * 1000) / 10} %`;
  const visible = (text) =>
    text.replace(/\n/g, "↵").replace(/ /g, "␣").replace(/\u3000/g, "□").replace(/\p{C}/gu, (c) => `⟨${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
  const shown = (text) => visible(text.length > 60 ? `${text.slice(0, 28)} … ${text.slice(-28)}` : text);

  /* What the browser keeps: the theme, and the decisions on this page. */
  const memory = {
    get(name) { try { return localStorage.getItem(`cleaner:${name}`); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(`cleaner:${name}`, value); } catch { /* private browsing */ } },
  };

  /* Decisions. Each is kept with all that a decisions file says of it, so that none is lost when the page changes. */
  const quote = (edit) => ({
    prefix: letters.slice(Math.max(0, edit.place - edit.reach), edit.place).join(""),
    suffix: letters.slice(edit.place, edit.place + edit.reach).join(""),
  });
  const decision = (edit, verdict) => ({
    verdict, rule: edit.rule, before: edit.before, after: edit.after, ...quote(edit),
    place: edit.place, line: edit.line, column: edit.column,
  });
  const identity = (d) => JSON.stringify([d.rule, d.before, d.after, d.prefix, d.suffix]);
  const verdicts = edits.map((edit) => edit.verdict);
  const strangers = new Map(data.unmatched.map((d) => [identity(d), d]));
  const kept = JSON.parse(memory.get(`decisions:${data.key}`) || "[]");
  if (kept.length) {
    const known = new Map(edits.map((edit, i) => [identity(decision(edit, "")), i]));
    for (const d of kept) {
      const i = known.get(identity(d));
      if (i !== undefined) verdicts[i] = d.verdict || null;
      else if (d.verdict) strangers.set(identity(d), d);
    }
  }
  const decided = () => [
    ...edits.flatMap((edit, i) => (verdicts[i] ? [decision(edit, verdicts[i])] : [])),
    ...strangers.values(),
  ];
  const save = () => {
    // An earlier decision that was taken back is kept as such: the page itself still tells it.
    const undone = edits.flatMap((edit, i) => (edit.verdict && !verdicts[i] ? [decision(edit, "")] : []));
    memory.set(`decisions:${data.key}`, JSON.stringify([...decided(), ...undone]));
  };

  /* The marks in the text, by edit. */
  const marks = Array.from(table.querySelectorAll(".e"));
  const marksOf = new Map();
  marks.forEach((mark, position) => {
    mark.position = position;
    for (const number of mark.dataset.e.split(" ")) {
      if (!marksOf.has(+number)) marksOf.set(+number, []);
      marksOf.get(+number).push(mark);
    }
  });
  for (const moved of table.querySelectorAll(".moved")) {
    const number = +moved.dataset.m;
    if (!marksOf.has(number)) marksOf.set(number, []);
    marksOf.get(number).push(moved);
  }
  const elements = (i) => marksOf.get(i) || [];
  const show = (i) => {
    for (const mark of elements(i)) {
      mark.classList.toggle("accepted", verdicts[i] === "accept");
      mark.classList.toggle("rejected", verdicts[i] === "reject");
    }
  };
  edits.forEach((_, i) => { if (verdicts[i]) show(i); });
  const numbersOf = (mark) => (mark.dataset.e ? mark.dataset.e.split(" ").map(Number) : [+mark.dataset.m]);

  /* What an edit does, in words. */
  const effect = (edit) =>
    edit.moved
      ? make("p", { className: "effect", lang: "zh" }, make("span", { className: "moved" }, shown(edit.before.trim())))
      : make("p", { className: "effect", lang: "zh" },
          make("del", {}, shown(edit.before) || "∅"), " → ", make("ins", {}, shown(edit.after) || "∅"));
  const tier = (edit) => (edit.kind === "held" ? "withheld" : edit.moved ? "moved" : edit.kind);
  const describe = (i) => {
    const edit = edits[i];
    const verdict = verdicts[i] ? make("b", { className: verdicts[i] }, verdicts[i] === "accept" ? "accepted" : "rejected") : "";
    return make("div", { className: "about" },
      make("p", { className: "what" }, make("b", {}, edit.rule), " ", make("span", { className: `tier ${edit.moved ? "move" : edit.kind}` }, tier(edit)), " ",
        make("span", { className: "sure" }, percent(edit.sure)), " ", verdict),
      effect(edit),
      make("p", { className: "why" }, `${edit.why ? `${edit.why} · ` : ""}line ${edit.line}, column ${edit.column}`));
  };

  /* Details on hover and focus. */
  let hot = [];
  let leaving = 0;
  const point = (mark) => {
    clearTimeout(leaving);
    hot.forEach((other) => other.classList.remove("hot"));
    const numbers = numbersOf(mark);
    hot = numbers.flatMap(elements);
    hot.forEach((other) => other.classList.add("hot"));
    tip.replaceChildren(...numbers.map(describe));
    tip.hidden = false;
    const box = mark.getClientRects()[0] || mark.getBoundingClientRect();
    const size = tip.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left - 12), innerWidth - size.width - 8);
    const below = box.bottom + 8 + size.height < innerHeight;
    tip.style.left = `${left}px`;
    tip.style.top = `${Math.max(8, below ? box.bottom + 8 : box.top - size.height - 8)}px`;
    numbers.some((n) => edits[n].moved) && drawLines();
  };
  const leave = (wait) => {
    clearTimeout(leaving);
    leaving = setTimeout(() => {
      tip.hidden = true;
      hot.forEach((other) => other.classList.remove("hot"));
      hot = [];
    }, wait);
  };
  const markOf = (target) => (target instanceof Element ? target.closest(".e, #table .moved") : null);
  table.addEventListener("mouseover", (event) => {
    const mark = markOf(event.target);
    if (mark) point(mark);
    else if (!tip.hidden) leave(150);
  });
  table.addEventListener("mouseleave", () => leave(150));
  tip.addEventListener("mouseenter", () => clearTimeout(leaving));
  tip.addEventListener("mouseleave", () => leave(100));
  table.addEventListener("focusin", (event) => {
    const mark = markOf(event.target);
    if (!mark) return;
    mark.setAttribute("aria-describedby", "tip");
    point(mark);
  });
  table.addEventListener("focusout", () => leave(0));

  /* One mark of the text is a stop of the Tab key; the arrow keys lead to the others of its side. */
  let stop = table.querySelector(".clean .e");
  const setStop = (mark) => {
    if (stop) stop.tabIndex = -1;
    stop = mark;
    if (stop) stop.tabIndex = 0;
  };
  setStop(stop);
  const neighbour = (mark, way) => {
    const side = mark.closest(".raw, .clean").className;
    for (let i = mark.position + way; i >= 0 && i < marks.length; i += way) {
      if (marks[i].closest(".raw, .clean").className === side) return marks[i];
    }
    return null;
  };
  table.addEventListener("keydown", (event) => {
    const mark = markOf(event.target);
    if (!mark || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (way && mark.position !== undefined) {
      const next = neighbour(mark, way);
      if (next) { setStop(next); next.focus(); }
      event.preventDefault();
    } else if (event.key === "Enter") {
      openReview();
      select(numbersOf(mark)[0], { quiet: true });
      event.preventDefault();
    }
  });
  table.addEventListener("click", (event) => {
    const mark = markOf(event.target);
    if (!mark || String(getSelection())) return;
    openReview();
    select(numbersOf(mark)[0], { quiet: true });
  });

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

  /* Lines from old places to new ones. */
  const lines = at("lines");
  const drawLines = () => {
    lines.querySelectorAll("path.way").forEach((path) => path.remove());
    if (narrow.matches || document.body.dataset.view !== "both") return;
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

  /* Which sides and edits are shown. */
  for (const radio of document.querySelectorAll("[name=view]")) {
    radio.addEventListener("change", () => { document.body.dataset.view = radio.value; drawSoon(); });
    if (radio.checked) document.body.dataset.view = radio.value;
  }
  for (const box of document.querySelectorAll("[name=show]")) {
    const apply = () => table.classList.toggle(`no-${box.value}`, !box.checked);
    box.addEventListener("change", apply);
    apply();
  }
  if (narrow.matches) at("contents").open = false;

  /* Light, dark, or as the system has it. */
  const THEMES = { auto: "as the system has it", light: "light", dark: "dark" };
  const theme = at("theme");
  const setTheme = (name) => {
    if (name === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    theme.textContent = { auto: "◐", light: "☀", dark: "☾" }[name];
    theme.setAttribute("aria-label", `Theme: ${THEMES[name]}`);
    theme.title = `Theme: ${THEMES[name]}`;
    theme.dataset.now = name;
  };
  setTheme(THEMES[memory.get("theme")] ? memory.get("theme") : "auto");
  theme.addEventListener("click", () => {
    const names = Object.keys(THEMES);
    const next = names[(names.indexOf(theme.dataset.now) + 1) % names.length];
    setTheme(next);
    memory.set("theme", next);
  });

  /* The review: a list of doubtful edits, a pair of quotation marks as one. */
  const doubt = at("doubt");
  const inOrder = edits.map((_, i) => i).sort((a, b) => edits[a].start - edits[b].start || a - b);
  const mates = (i) => (edits[i].mate === null ? [i] : [i, edits[i].mate]);
  const first = (i) => mates(i).reduce((a, b) => (edits[b].start < edits[a].start || (edits[b].start === edits[a].start && b < a) ? b : a));
  const sureOf = (i) => Math.min(...mates(i).map((n) => edits[n].sure));
  const isHeld = (edit) => edit.kind === "held"; // one that nothing speaks for is as little in doubt as a sure one
  let doubtful = [];
  let current = null;
  let listed = 0;

  const context = (from, to) => raw.slice(Math.max(0, from), Math.min(raw.length, to)).join("").replace(/\s*\n\s*/g, " ↵ ");
  const change = (edit) => {
    const before = shown(edit.before.trim() ? edit.before : edit.before.replace(/^\s{2,}$/, "\n")), after = shown(edit.after);
    return [before ? make("del", {}, before) : "", after ? make("ins", {}, after) : ""];
  };
  const snippet = (i) => {
    const one = edits[first(i)], two = edits[mates(i).find((n) => n !== first(i))];
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
      make("span", { className: "meta" }, make("span", { className: `dot ${edit.moved ? "move" : edit.kind}` }), `${edit.rule} · ${percent(sureOf(i))} · line ${edit.line}`),
      make("span", { className: "mark" }));
    button.dataset.i = i;
    return make("li", {}, button);
  };
  const buttonOf = (i) => list.querySelector(`[data-i="${i}"]`);
  const dress = (button) => {
    const i = +button.dataset.i;
    button.classList.toggle("accepted", verdicts[i] === "accept");
    button.classList.toggle("rejected", verdicts[i] === "reject");
    button.querySelector(".mark").textContent = { accept: "✓ accepted", reject: "✗ rejected" }[verdicts[i]] || "";
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
  const tally = () => {
    const done = doubtful.filter((i) => verdicts[i]).length;
    at("tally").textContent = doubtful.length ? `${done} of ${doubtful.length} decided` : "No edit is that doubtful";
    at("progress").max = Math.max(1, doubtful.length);
    at("progress").value = done;
    at("open-count").textContent = doubtful.length - done || "";
    at("export").disabled = !verdicts.some(Boolean) && !strangers.size;
    at("strangers").textContent = strangers.size
      ? `${strangers.size} earlier decision${strangers.size > 1 ? "s match" : " matches"} nothing on this page; the export keeps ${strangers.size > 1 ? "them" : "it"}.` : "";
  };
  const relist = () => {
    const limit = doubt.value / 100;
    at("doubt-value").textContent = doubt.value > 100 ? "any" : `${doubt.value} %`;
    doubt.setAttribute("aria-valuetext", doubt.value > 100 ? "any: all edits" : `${doubt.value} percent`);
    at("doubt-held").textContent = edits.some(isHeld) && limit < 1 ? `of withheld edits from ${100 - doubt.value} % up` : "";
    doubtful = inOrder.filter((i) => first(i) === i && sureOf(i) < limit && (!isHeld(edits[i]) || limit > 1 || sureOf(i) >= 1 - limit));
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

  const fill = () => {
    const numbers = current === null ? [] : mates(current);
    card.replaceChildren(...(numbers.length ? numbers.map(describe) : [make("p", { className: "note" }, "Choose an edit, here or in the text.")]));
    for (const id of ["accept", "reject", "undo"]) at(id).disabled = current === null;
    if (current === null) return;
    at("accept").setAttribute("aria-pressed", verdicts[current] === "accept");
    at("reject").setAttribute("aria-pressed", verdicts[current] === "reject");
    at("undo").disabled = !verdicts[current];
  };
  function select(i, { quiet }) {
    if (current !== null) mates(current).flatMap(elements).forEach((mark) => mark.classList.remove("current"));
    const old = current === null ? null : buttonOf(current);
    current = first(i);
    if (old) dress(old);
    mates(current).flatMap(elements).forEach((mark) => mark.classList.add("current"));
    const position = doubtful.indexOf(current);
    while (position >= listed) more();
    const button = buttonOf(current);
    if (button) {
      dress(button);
      button.scrollIntoView({ block: "nearest" });
      if (list.contains(document.activeElement)) button.focus({ preventScroll: true });
    }
    const clean = elements(current).find((m) => m.closest(".clean")) || elements(current)[0];
    if (!quiet) bring(clean);
    fill();
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
  const decide = (verdict) => {
    if (current === null) return;
    for (const i of mates(current)) {
      verdicts[i] = verdict;
      show(i);
    }
    save();
    const button = buttonOf(current);
    if (button) dress(button);
    tally();
    fill();
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
    fill();
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
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (!tip.hidden) leave(0);
      else if (!review.hidden) closeReview();
      return;
    }
    if (review.hidden) return; // single keys count while the review is open, never else
    const act = { j: () => step(1), k: () => step(-1), a: () => decide("accept"), r: () => decide("reject"), u: () => decide(null) }[event.key];
    if (act) { act(); event.preventDefault(); }
  });

  at("export").addEventListener("click", () => {
    const file = { format: data.format, version: data.version, page: data.page, decisions: decided() };
    const url = URL.createObjectURL(new Blob([`${JSON.stringify(file, null, 1)}\n`], { type: "application/json" }));
    make("a", { href: url, download: `${data.page.replace(/\.[^.]*$/, "")}.decisions.json` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  });
  relist();
  fill();
})();
