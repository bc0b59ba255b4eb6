/* The edits, and what was decided on them. A decision is kept with all that a decisions file says of it, so
   that none is lost when the page changes. */
const edits = data.edits.map((values) => Object.fromEntries(data.fields.map((name, i) => [name, values[i]])));
const raw = Array.from(data.raw); // by code point, as offsets are counted
const letters = Array.from(data.letters);
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
const kept = store(`decisions:${data.key}`);
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

/* A pair of quotation marks is one decision, made by its first mark and as probable as its less probable one. */
const partners = (i) => (edits[i].partner === null ? [i] : [i, edits[i].partner]);
const first = (i) => partners(i).reduce((a, b) => (edits[b].start < edits[a].start || (edits[b].start === edits[a].start && b < a) ? b : a));
const confidenceOf = (i) => Math.min(...partners(i).map((n) => edits[n].confidence));
const isHeld = (edit) => edit.kind === "held"; // one that nothing speaks for is as little in doubt as a sure one
const inOrder = edits.map((_, i) => i).sort((a, b) => edits[a].start - edits[b].start || a - b);
const doubtfulBelow = (limit) =>
  inOrder.filter((i) => first(i) === i && confidenceOf(i) < limit && (!isHeld(edits[i]) || limit > 1 || confidenceOf(i) >= 1 - limit));
