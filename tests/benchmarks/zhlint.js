// Times zhlint as throughput.py times the others: node zhlint.js DIR, with {"texts": [...], "runs": N} on stdin.
const { readFileSync } = require("fs");

const { run } = require(require.resolve("zhlint", { paths: [process.argv[2]] }));
const { texts, runs } = JSON.parse(readFileSync(0, "utf8"));
// It throws on some raw pages, not always on the same; those are left out, from the characters too.
const lint = (text) => {
  try {
    run(text, { rules: { preset: "default" } });
    return true;
  } catch {
    return false;
  }
};
const able = texts.filter((text) => lint(text) && lint(text));
const all = () => able.forEach(lint);

all();
const times = [];
for (let i = 0; i < runs; i++) {
  const start = process.cpuUsage();
  all();
  const used = process.cpuUsage(start);
  times.push((used.user + used.system) / 1e6);
}
times.sort((a, b) => a - b);
const chars = able.reduce((sum, text) => sum + [...text].length, 0);
const memory = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ seconds: times[Math.floor(runs / 2)], chars, memory, pages: able.length }));
