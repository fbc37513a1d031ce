// Toasts fade by CSS; here they leave the tree, and requests that failed say so.
import { word } from "./words.js";

const place = document.getElementById("toasts");

place?.addEventListener("animationend", (event) => event.target.closest(".toast")?.remove());
place?.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest(".toast").remove());

export function toast(text, tone = "info") {
  const box = document.createElement("div");
  const line = document.createElement("p");
  box.className = `toast ${tone}`;
  line.textContent = text;
  box.append(line);
  place.append(box);
}

document.addEventListener("htmx:sendError", () => toast(word("offline")));
document.addEventListener("htmx:responseError", () => toast(word("failed")));
