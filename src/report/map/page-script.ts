/** Lights up the ways through a box. The page says everything without it; it reads ids that we made and writes class names only. */
export const PAGE_SCRIPT = `
"use strict";
(() => {
  const svg = document.querySelector("#map svg");
  if (!svg) return;
  const boxes = new Map([...svg.querySelectorAll("a.box")].map((box) => [box.dataset.id, box]));
  const paths = [...svg.querySelectorAll("path[data-from]")];
  const reach = (id, near, far) => {
    const seen = new Set([id]);
    for (const one of seen) for (const path of paths) if (path.dataset[near] === one) seen.add(path.dataset[far]);
    return seen;
  };
  const light = (id) => {
    const down = reach(id, "from", "to"), up = reach(id, "to", "from");
    for (const [key, box] of boxes) box.classList.toggle("lit", down.has(key) || up.has(key));
    for (const path of paths) path.classList.toggle("lit", down.has(path.dataset.from) || up.has(path.dataset.to));
    svg.classList.add("chosen");
  };
  const opened = () => decodeURIComponent(location.hash).replace(/^#about-/, "");
  const rest = () => {
    if (boxes.has(opened())) return light(opened());
    svg.classList.remove("chosen");
    for (const one of svg.querySelectorAll(".lit")) one.classList.remove("lit");
  };
  for (const [id, box] of boxes) {
    box.addEventListener("pointerenter", () => light(id));
    box.addEventListener("focus", () => light(id));
    box.addEventListener("pointerleave", rest);
    box.addEventListener("blur", rest);
  }
  addEventListener("hashchange", rest);
  addEventListener("keydown", (event) => {
    const box = boxes.get(opened());
    if (event.key !== "Escape" || !box) return;
    location.hash = "map";
    box.focus();
  });
  rest();
})();
`;
