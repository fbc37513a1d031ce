// Loom and façade: one tab stop, arrow keys move between cells. On a phone a select shows one building or branch.
function grid(root) {
  return [...root.querySelectorAll("[data-line]")]
    .filter((line) => line.offsetParent !== null)
    .map((line) => [...line.querySelectorAll("[data-spot]")].filter((spot) => spot.offsetParent !== null))
    .filter((line) => line.length);
}

const link = (spot) => (spot?.matches("a") ? spot : spot?.querySelector("a"));

function step(lines, from, key) {
  const y = lines.findIndex((line) => line.includes(from));
  const x = lines[y].indexOf(from);
  const scan = (dx, dy) => {
    for (let i = x + dx, j = y + dy; lines[j] && i >= 0 && i < lines[j].length; i += dx, j += dy) {
      if (link(lines[j][i])) return lines[j][i];
    }
    return null;
  };
  const linked = lines[y].filter(link);
  switch (key) {
    case "ArrowRight": return scan(1, 0);
    case "ArrowLeft": return scan(-1, 0);
    case "ArrowDown": return scan(0, 1);
    case "ArrowUp": return scan(0, -1);
    case "Home": return linked[0];
    case "End": return linked.at(-1);
    default: return null;
  }
}

function begin(root) {
  const links = root.querySelectorAll("[data-line] a");
  links.forEach((a, index) => (a.tabIndex = index === 0 ? 0 : -1));
  root.addEventListener("keydown", (event) => {
    const spot = event.target.closest("[data-spot]");
    const next = spot && step(grid(root), spot, event.key);
    if (!next) return;
    event.preventDefault();
    link(next).focus();
  });
  root.addEventListener("focusin", (event) => {
    if (!event.target.closest("[data-line] a")) return;
    for (const a of links) a.tabIndex = a === event.target ? 0 : -1;
  });
  const select = root.querySelector("[data-pick]");
  if (!select) return;
  label(root);
  pick(root, select.value);
  select.addEventListener("change", () => pick(root, select.value));
}

// `group-0` keeps one building, `branch-3` one branch; the style sheet hides the others on narrow screens only.
function pick(root, choice) {
  const [kind, number] = choice.split("-");
  const byBuilding = kind === "group";
  const chosen = Number(number);
  root.classList.add("picked");
  root.dataset.by = kind;
  root.querySelectorAll("tbody").forEach((body, index) => body.classList.toggle("other", byBuilding && index !== chosen));
  for (const line of root.querySelectorAll("[data-line]")) {
    line.querySelectorAll("[data-spot]").forEach((spot, index) => spot.classList.toggle("other", !byBuilding && index !== chosen));
  }
}

// On a phone the column heads are gone, so each cell says its branch itself.
function label(root) {
  const names = [...root.querySelectorAll("thead [data-branch]")].map((head) => head.textContent.trim());
  for (const line of root.querySelectorAll("[data-line]")) {
    line.querySelectorAll("[data-spot]").forEach((spot, index) => spot.querySelector("a")?.setAttribute("data-label", names[index]));
  }
}

const seen = new WeakSet();
function beginAll(scope) {
  for (const root of scope.querySelectorAll(".cloth")) {
    if (seen.has(root)) continue;
    seen.add(root);
    begin(root);
  }
}

beginAll(document);
document.addEventListener("htmx:load", (event) => beginAll(event.target.parentElement ?? document));
