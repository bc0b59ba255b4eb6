/* The scan: as wide as its pane or wider; its boxes lead to their articles. */
const sheet = at("sheet");
if (sheet) {
  const [picture, boxes] = [sheet.querySelector("img"), sheet.querySelector("svg:not([viewBox])")];
  const fit = () => boxes.setAttribute("viewBox", `0 0 ${picture.naturalWidth} ${picture.naturalHeight}`);
  if (boxes && picture.complete) fit();
  else if (boxes) picture.addEventListener("load", fit);
  let zoom = 1;
  const setZoom = (next) => {
    zoom = Math.min(6, Math.max(1, next));
    sheet.style.width = `${100 * zoom}%`;
  };
  at("zoom-in").addEventListener("click", () => setZoom(zoom * 1.4));
  at("zoom-out").addEventListener("click", () => setZoom(zoom / 1.4));
  at("zoom-fit").addEventListener("click", () => setZoom(1));
  sheet.addEventListener("click", (event) => {
    const box = event.target.closest("[data-box]");
    const article = box && table.querySelector(`[data-article="${box.dataset.box}"]`);
    if (article) article.scrollIntoView({ block: "start" });
  });
  sheet.addEventListener("mouseover", (event) => {
    const box = event.target.closest("[data-box]");
    sheet.querySelectorAll("[data-box]").forEach((other) => other.classList.toggle("hot", !!box && other.dataset.box === box.dataset.box));
  });
}
