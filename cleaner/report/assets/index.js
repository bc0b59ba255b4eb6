/* The list of pages: how many edits were decided on each, and which page is looked for. */
const rows = Array.from(document.querySelectorAll("tbody tr"));
const count = () => {
  for (const page of data.pages) {
    const row = document.querySelector(`tr[data-key="${page.key}"]`);
    const decided = store(`decisions:${page.key}`).filter((decision) => decision.verdict).length;
    row.querySelector(".decided").textContent = decided || "";
    row.classList.toggle("done", page.doubtful > 0 && decided >= page.doubtful);
  }
};
count();
addEventListener("pageshow", count);
addEventListener("storage", count);
at("find").addEventListener("input", () => {
  const wanted = at("find").value.trim().toLowerCase();
  for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
});
translate();
