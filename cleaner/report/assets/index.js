/* The list of pages: how many edits were decided on each, and which page is looked for. */
const rows = Array.from(document.querySelectorAll("tbody tr"));
const decisionsOn = (page) => store(`decisions:${page.key}`).filter((decision) => decision.verdict);
const count = () => {
  at("export").disabled = !data.pages.some((page) => decisionsOn(page).length);
  for (const page of data.pages) {
    const row = document.querySelector(`tr[data-key="${page.key}"]`);
    const decided = decisionsOn(page).length;
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

/* A file for each page with decisions; pages of one name are told apart by their folders. */
at("export").addEventListener("click", () => {
  for (const page of data.pages) {
    const decisions = decisionsOn(page);
    if (decisions.length) exportDecisions(page.name, decisions, page.place.replaceAll("/", "_"));
  }
});
translate();
