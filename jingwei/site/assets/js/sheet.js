// <a href="…" data-sheet> opens the page in a panel; forms in it post into it (hx-boost on #sheet-body).
// When something was posted, the page behind is refreshed as the panel closes.
const sheet = document.getElementById("sheet");
const body = document.getElementById("sheet-body");
const toasts = document.getElementById("toasts");
let opener = null;
let address = null; // of the page in the panel
let posted = false;

function open(link) {
  opener = link;
  posted = false;
  body.innerHTML = document.getElementById("sheet-waiting").innerHTML;
  if (!sheet.open) sheet.showModal();
  sheet.append(toasts); // what is behind an open panel is neither seen nor heard
  window.htmx.ajax("GET", link.href, { target: body, swap: "innerHTML" });
}

function refreshBehind() {
  window.htmx.ajax("GET", location.href, { target: "#main", select: "#main", swap: "outerHTML" });
}

function showToasts(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  toasts.append(...page.querySelectorAll(".toast"));
}

const plain = (event) => event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

document.addEventListener("click", (event) => {
  if (!sheet) return;
  const link = event.target.closest("a[data-sheet]");
  if (link && plain(event) && window.htmx && !sheet.contains(link)) {
    event.preventDefault();
    open(link);
  } else if (event.target === sheet || event.target.closest("#sheet [data-close]")) {
    event.preventDefault();
    sheet.close();
  }
});

sheet?.addEventListener("close", () => {
  body.replaceChildren();
  document.body.append(toasts);
  if (posted) refreshBehind();
  opener?.focus();
});

// Addresses in the panel are relative to the page in it, not to the page behind.
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, boosted } = event.detail;
  if (!body?.contains(elt) || elt === body) return;
  const written = boosted ? (elt.getAttribute("action") ?? elt.getAttribute("href")) : event.detail.path;
  event.detail.path = new URL(written || address, address).href;
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr, requestConfig } = event.detail;
  if (target !== body) return;
  if (requestConfig.verb === "post" && xhr.status < 400) posted = true;
  const landed = new URL(xhr.responseURL || location.href, location.href);
  if (xhr.responseText.includes('data-frame="sheet"')) {
    if (landed.pathname !== location.pathname || requestConfig.verb === "get") return;
    event.detail.shouldSwap = false; // sent back to the page behind: done here
    showToasts(xhr.responseText);
    sheet.close();
  } else if (xhr.status < 400) {
    event.detail.shouldSwap = false; // another kind of page, such as sign-in
    location.assign(landed);
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== body) return;
  address = event.detail.xhr.responseURL;
  body.scrollTop = 0;
  const first = body.querySelector("[aria-invalid=true], [autofocus]") ?? body.querySelector("h1");
  if (first?.tagName === "H1") first.tabIndex = -1;
  first?.focus();
});
